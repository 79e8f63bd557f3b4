package id.padan.directory.siasn;

import java.net.URI;

/**
 * Where SIASN is and who asks.
 *
 * @param api base of the SIMPEG service
 * @param perSecond requests a second at most
 */
record SiasnSource(
        URI api,
        URI gatewayTokenUrl,
        String consumerKey,
        String consumerSecret,
        URI officerTokenUrl,
        String officerClient,
        String officerName,
        String officerPassword,
        double perSecond) {

    /** Nothing of it may be seen. */
    @Override
    public String toString() {
        return "SiasnSource";
    }
}
