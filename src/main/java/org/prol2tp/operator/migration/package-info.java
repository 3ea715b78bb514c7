/// Config files of other L2TP programs to a prol2tpd.conf. Pure: text in, text and remarks out. Imports
/// `operator.config`.
@NullMarked
package org.prol2tp.operator.migration;

import org.jspecify.annotations.NullMarked;
