namespace PeerPersistence;

/// <summary>Why a store cannot be used, in words that hold nothing of the exception's message: a database's may name hosts.</summary>
internal static class FailureReason
{
    public static string Of(Exception exception) => exception switch
    {
        StoreLockedException => "Another process has the store open.",
        StoreFullException => "The store has no room.",
        StoreCorruptedException => "The store is damaged, or PeerPersistence did not write it.",
        UnsupportedSchemaVersionException => "A newer version wrote the store.",
        SecretUnavailableException => "The master key is missing or wrong.",
        OperationCanceledException => "The store did not answer in time.",
        _ => $"The store cannot be reached ({exception.GetType().Name}).",
    };
}
