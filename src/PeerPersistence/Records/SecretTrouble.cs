using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Secrets that could not be opened: each is counted, each kind is logged once.</summary>
internal sealed class SecretTrouble(Telemetry telemetry, ILogger logger)
{
    private int _keyToldOf;
    private int _damageToldOf;
    private int _newerToldOf;
    private int _credentialToldOf;

    public void Met(SecretStatus status)
    {
        telemetry.SecretUnavailable(status switch
        {
            SecretStatus.Damaged => "damaged",
            SecretStatus.NewerVersion => "newer_version",
            _ => "key_unavailable",
        });
        if (status == SecretStatus.Damaged && Interlocked.Exchange(ref _damageToldOf, 1) == 0)
            logger.SecretDamaged();
        if (status == SecretStatus.KeyUnavailable && Interlocked.Exchange(ref _keyToldOf, 1) == 0)
            logger.SecretKeyUnavailable();
        if (status == SecretStatus.NewerVersion && Interlocked.Exchange(ref _newerToldOf, 1) == 0)
            logger.SecretOfNewerVersion();
    }

    /// <summary>A server is stored without its credential, because there is no cipher to seal it.</summary>
    public void CredentialNotStored()
    {
        if (Interlocked.Exchange(ref _credentialToldOf, 1) == 0)
            logger.CredentialNotStored();
    }
}
