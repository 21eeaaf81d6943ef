namespace PeerPersistence;

/// <summary>A try that became pointless while it ran: it counts for nobody.</summary>
internal sealed class WithdrawnTryException : Exception;
