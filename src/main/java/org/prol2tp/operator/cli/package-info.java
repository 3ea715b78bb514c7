/// The prol2tp command: command tree, text and JSON printers. Imports `operator.ctl`, `operator.migration` and
/// `protocol.node`.
@NullMarked
package org.prol2tp.operator.cli;

import org.jspecify.annotations.NullMarked;
