package org.prol2tp.operator.config;

/// What the config file may ask for. The keywords and values of a feature that is not there yet are
/// known to the grammar, checked, and refused.
///
/// @param l2tpV3 RFC 3931, and what only it has
record Features(boolean l2tpV3) {
    /// Those of this build.
    static final Features NOW = new Features(true);
}
