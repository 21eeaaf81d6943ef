namespace PeerPersistence;

/// <summary>A provider of this library's own: it keeps no array that it is given and returns new ones, so both can be cleared.</summary>
internal interface IUnsharedKeyProvider : IMasterKeyProvider;
