/// The only native code: system calls through the Foreign Function and Memory API. Imports no other room.
@NullMarked
package org.prol2tp.linux;

import org.jspecify.annotations.NullMarked;
