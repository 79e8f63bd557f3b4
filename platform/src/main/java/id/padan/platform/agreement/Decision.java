package id.padan.platform.agreement;

/** What the gate says. There is no third outcome: what is not known to be allowed is refused. */
public sealed interface Decision permits Allowed, Refused {}
