namespace PeerPersistence;

/// <summary>What an error of the browser's means here. It comes as "name: message"; messages hold no keys and no values.</summary>
internal static class BrowserErrors
{
    public static Exception Of(string error)
    {
        var colon = error.IndexOf(':', StringComparison.Ordinal);
        var (name, message) = colon < 0 ? (error, "") : (error[..colon], error[(colon + 1)..].Trim());
        return name switch
        {
            "QuotaExceededError" => new StoreFullException("The browser gives this site no more room. Nothing was written."),
            "LockedError" => new StoreLockedException(message),
            "ClosedError" => new ObjectDisposedException(message),
            "VersionError" => new UnsupportedSchemaVersionException("of a newer database", SchemaVersion.Current),
            "CorruptedError" => new StoreCorruptedException($"The browser cannot open the database. It was left as it is. {message}"),
            "UnavailableError" or "SecurityError" => new PeerPersistenceException($"The browser keeps nothing for this page. {message}"),
            "NoKeyError" => new SecretUnavailableException("This browser no longer has the master key, or never had it."),
            "OperationError" => new SecretUnavailableException("The master key is another one, or the wrapped data key was changed."),
            _ => new PeerPersistenceException($"The browser refused: {error}"),
        };
    }
}
