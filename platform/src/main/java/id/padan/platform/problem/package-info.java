/**
 * Every refusal and failure leaves a service as one shape, RFC 9457 problem details with a stable code, in English and Indonesian, and
 * never with a value the caller sent, a class name, SQL or personal data.
 */
package id.padan.platform.problem;
