namespace PeerPersistence.Testing;

/// <summary>What goes wrong with one call.</summary>
public enum StoreFault
{
    /// <summary>Nothing: the call is passed on.</summary>
    None,

    /// <summary>An <see cref="IOException"/>; the call was not passed on.</summary>
    Fail,

    /// <summary>An <see cref="OperationCanceledException"/>; the call was not passed on.</summary>
    Cancel,

    /// <summary>A <see cref="StoreFullException"/>; the call was not passed on.</summary>
    Full,

    /// <summary>The call was passed on and took place, and then an <see cref="IOException"/>: nobody knows how it ended.</summary>
    FailAfterwards,

    /// <summary>A commit returns <c>false</c> as if another had come first; any other call is passed on.</summary>
    Conflict,
}
