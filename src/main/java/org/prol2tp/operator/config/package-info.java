/// prol2tpd.conf: grammar, checks, and the settings made of it. Pure. Imports `protocol.node`.
@NullMarked
package org.prol2tp.operator.config;

import org.jspecify.annotations.NullMarked;
