/**
 * The quality of the register: BKN's index (IKD, domain.md 7.4) per agency with its anomalies, and the coverage that verification shows with
 * every list. The one place where indicators are computed: by SQL over the whole register, per run, never per request.
 */
package id.padan.directory.quality;
