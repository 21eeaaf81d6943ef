namespace PeerPersistence;

/// <summary>The store's name does not lead to the file that is open any more.</summary>
internal sealed class DisplacedFileException(string message) : IOException(message);
