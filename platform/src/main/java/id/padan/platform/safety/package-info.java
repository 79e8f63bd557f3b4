/** Refuses to start where a setting that is harmless on a laptop would be a hole. */
package id.padan.platform.safety;
