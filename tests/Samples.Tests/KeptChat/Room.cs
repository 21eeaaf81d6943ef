using System.Diagnostics;
using Xunit.Abstractions;

namespace Samples.Tests.KeptChat;

/// <summary>Three friends who chat, each a process of its own, and the network between them.</summary>
internal sealed class Room : IDisposable
{
    /// <summary>Far more than it takes: only a failure waits so long.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _home = Directory.CreateTempSubdirectory("kept-chat-").FullName;
    private readonly ITestOutputHelper _output;

    private Room(ITestOutputHelper output)
    {
        _output = output;
        All = [.. new[] { "alice", "bob", "carol" }.Select(name => new Chatter(name, _home, Network))];
        All.ForEach(chatter => chatter.Move());
    }

    public Network Network { get; } = new();

    public List<Chatter> All { get; }

    /// <returns>All are there, and have talked.</returns>
    public static async Task<Room> OpenAsync(ITestOutputHelper output)
    {
        var room = new Room(output);
        try
        {
            // Each is told of those who came before; of who comes later it hears when that one calls.
            for (var i = 0; i < room.All.Count; i++)
            {
                room.All[i].Start([.. room.All.Take(i)]);
                await room.UntilAsync($"{room.All[i].Name} listens", () => room.All[i].Lines.Count > 0);
            }

            await room.TalkAsync("at first");
            return room;
        }
        catch
        {
            room.Dispose();
            throw;
        }
    }

    /// <summary>Waits until all are connected with all; then each says something, and all others hear it, once.</summary>
    public async Task TalkAsync(string occasion)
    {
        await UntilAsync($"all are there {occasion}", () => All.TrueForAll(one => Others(one).All(one.IsWith)));
        All.ForEach(one => one.Say(occasion));
        await UntilAsync($"all are heard {occasion}", () => All.TrueForAll(one => Others(one).All(Heard(one, occasion).Contains)));
        All.Should().OnlyContain(one => Heard(one, occasion).Count() == All.Count - 1, "nothing is heard twice");
        All.Should().OnlyContain(one => !TellsTwice(one), "who is here is told when it is another");
    }

    public Task UntilMissedAsync(Chatter chatter) =>
        UntilAsync($"{chatter.Name} is missed", () => Others(chatter).All(other => !other.IsWith(chatter)));

    public void Dispose()
    {
        All.ForEach(chatter => chatter.Dispose());
        Network.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private static bool TellsTwice(Chatter one)
    {
        var told = one.Lines.Where(line => line.StartsWith("* ", StringComparison.Ordinal)).ToList();
        return told.Zip(told.Skip(1)).Any(pair => pair.First == pair.Second);
    }

    private async Task UntilAsync(string what, Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            watch.Elapsed.Should().BeLessThan(
                Limit, "{0}; they wrote{1}", what, string.Concat(All.Select(one => $"\n{one.Name}:\n{string.Join('\n', one.Lines)}")));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        _output.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s until {what}.");
    }

    private IEnumerable<Chatter> Others(Chatter one) => All.Where(other => other != one);

    /// <returns>From whom it heard a line.</returns>
    private IEnumerable<Chatter> Heard(Chatter one, string line) =>
        one.Lines.SelectMany(heard => All.Where(other => heard == $"{other.Name}: {line}"));
}
