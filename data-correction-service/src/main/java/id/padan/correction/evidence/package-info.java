/** Evidence files (F-09): looked at by content, sealed at rest, and kept apart from what they prove. */
package id.padan.correction.evidence;
