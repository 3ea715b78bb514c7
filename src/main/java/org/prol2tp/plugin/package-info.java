/// The public interface of plugins: what a JAR may bring, and what it is told. Stable: a type here changes only by
/// additions. Imports nothing of this program; docs/plugins.md is its guide.
@NullMarked
package org.prol2tp.plugin;

import org.jspecify.annotations.NullMarked;
