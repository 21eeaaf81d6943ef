namespace PeerPersistence;

/// <summary>The connection of one call to the Secret Service, which a token can cancel.</summary>
internal sealed class KeyringSession : IDisposable
{
    private const int SessionBus = 2;

    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly nint _bus;

    /// <exception cref="SecretUnavailableException">There is no libsecret, no session or no keyring.</exception>
    public KeyringSession(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        try
        {
            Cancellable = LibSecret.g_cancellable_new();
            _cancelled = cancellationToken.Register(() => LibSecret.g_cancellable_cancel(Cancellable));
            _bus = LibSecret.g_bus_get_sync(SessionBus, Cancellable, out var error);
            ThrowOn(error);
            // Otherwise GIO ends the whole process with the session, be it a service that goes on after the user logged out.
            LibSecret.g_dbus_connection_set_exit_on_close(_bus, 0);
            Service = LibSecret.secret_service_get_sync(0, Cancellable, out error);
            ThrowOn(error);
        }
        catch (Exception e)
        {
            Dispose();
            if (e is DllNotFoundException or EntryPointNotFoundException)
                throw new SecretUnavailableException(
                    "The desktop's keyring needs libsecret (libsecret-1.so.0, in Debian the package libsecret-1-0), which is not here.", e);
            throw;
        }
    }

    public nint Cancellable { get; }

    public nint Service { get; }

    /// <summary>Throws what a call reported, and frees it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="SecretUnavailableException">It failed.</exception>
    public void ThrowOn(nint error)
    {
        if (error == 0)
            return;
        var message = LibSecret.MessageOf(error);
        LibSecret.g_error_free(error);
        _cancellationToken.ThrowIfCancellationRequested();
        throw new SecretUnavailableException($"The desktop's keyring (Secret Service) cannot be used: {message}");
    }

    public void Dispose()
    {
        _cancelled.Dispose();
        foreach (var held in (ReadOnlySpan<nint>)[Service, _bus, Cancellable])
        {
            if (held != 0)
                LibSecret.g_object_unref(held);
        }

        // Otherwise libsecret keeps the service, and speaks to a daemon that has ended.
        if (Service != 0)
            LibSecret.secret_service_disconnect();
    }
}
