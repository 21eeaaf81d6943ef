using System.Globalization;

namespace MeshChat;

/// <summary>Maintenance: the library cleans up what is not worth keeping, and says how things stand.</summary>
internal sealed class Upkeep(IPeerPersistenceService peers, ChatLog log, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync())
            await CleanUpAsync();
    }

    public async Task CleanUpAsync()
    {
        try
        {
            var result = await peers.MaintainAsync();
            var health = await peers.CheckHealthAsync();
            log.Tell(string.Create(
                CultureInfo.InvariantCulture,
                $"Cleaned up: {result.Removed} forgotten, {health.Stats.PeerCount} kept, "
                + $"{health.Stats.EstimatedSizeBytes / 1024.0:0} KB; "
                + $"{(health.IsSound ? "all sound" : "something is damaged")}. "
                + $"The browser {(health.IsPersisted == true ? "keeps" : "may delete")} them when room is short."));
        }
        catch (PeerPersistenceException e)
        {
            log.Tell(e.Message);
        }
    }
}
