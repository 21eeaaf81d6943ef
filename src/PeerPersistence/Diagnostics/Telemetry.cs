using System.Diagnostics;

namespace PeerPersistence;

/// <summary>Measures what one service does; while nobody listens it does nothing.</summary>
/// <param name="identity">Which of several identities it is; <c>null</c>: there is one.</param>
/// <param name="time">The clock that durations are taken from.</param>
internal sealed class Telemetry(string? identity, TimeProvider time)
{
    /// <summary>Runs one call of the service.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="core">What it works on.</param>
    /// <param name="call">What it does.</param>
    public Task<T> OperationAsync<TCore, T>(string method, TCore core, Func<TCore, Task<T>> call) =>
        Instruments.Operations.Enabled || Instruments.Activities.HasListeners() ? MeasuredAsync(method, core, call) : call(core);

    /// <summary>A commit came to its end.</summary>
    /// <param name="began">Its <see cref="Timestamp"/>.</param>
    /// <param name="error">What it threw.</param>
    public void Committed(long began, Exception? error) => Instruments.Commits.Record(SecondsSince(began), Tags(error));

    public void Conflicted() => Instruments.Conflicts.Add(1, Tags());

    public void Read(long bytes) => Instruments.StoreIO.Add(bytes, Tags(PeerPersistenceDiagnostics.DirectionTag, "read"));

    public void Wrote(long bytes) => Instruments.StoreIO.Add(bytes, Tags(PeerPersistenceDiagnostics.DirectionTag, "write"));

    public void Evicted(int peers, string reason)
    {
        if (peers > 0)
            Instruments.Evictions.Add(peers, Tags(PeerPersistenceDiagnostics.ReasonTag, reason));
    }

    public void Attempted(long began, string outcome) =>
        Instruments.Attempts.Record(SecondsSince(began), Tags(PeerPersistenceDiagnostics.OutcomeTag, outcome));

    public void SecretUnavailable(string status) =>
        Instruments.SecretsUnavailable.Add(1, Tags(PeerPersistenceDiagnostics.SecretStatusTag, status));

    /// <summary>Now, for measuring from.</summary>
    public long Timestamp() => time.GetTimestamp();

    private async Task<T> MeasuredAsync<TCore, T>(string method, TCore core, Func<TCore, Task<T>> call)
    {
        var operation = method[..^"Async".Length];
        using var activity = Instruments.Activities.StartActivity($"{PeerPersistenceDiagnostics.ActivitySourceName}.{operation}");
        activity?.SetTag(PeerPersistenceDiagnostics.OperationTag, operation);
        if (identity is not null)
            activity?.SetTag(PeerPersistenceDiagnostics.IdentityTag, identity);

        var began = Timestamp();
        Exception? error = null;
        try
        {
            return await call(core).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag(PeerPersistenceDiagnostics.ErrorTypeTag, NameOf(e));
            throw;
        }
        finally
        {
            var tags = Tags(error);
            tags.Add(PeerPersistenceDiagnostics.OperationTag, operation);
            Instruments.Operations.Record(SecondsSince(began), tags);
        }
    }

    private double SecondsSince(long began) => time.GetElapsedTime(began).TotalSeconds;

    private TagList Tags()
    {
        var tags = default(TagList);
        if (identity is not null)
            tags.Add(PeerPersistenceDiagnostics.IdentityTag, identity);
        return tags;
    }

    private TagList Tags(string name, string value)
    {
        var tags = Tags();
        tags.Add(name, value);
        return tags;
    }

    private TagList Tags(Exception? error) => error is null ? Tags() : Tags(PeerPersistenceDiagnostics.ErrorTypeTag, NameOf(error));

    // Its message may hold what is nobody else's business.
    private static string NameOf(Exception error) => error.GetType().FullName ?? error.GetType().Name;
}
