using System.Globalization;
using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.Fields;

/// <summary>Both ends of every option: the last values that are taken, the first that are not, and what is said of those.</summary>
public sealed class OptionBoundsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1), Day = TimeSpan.FromDays(1);
    private static readonly string Longest = new('x', 256), TooLong = new('x', 257);

    private static readonly Kind[] Kinds =
    [
        new(typeof(KeeperOptions), () => new KeeperOptions { LocalPeerId = "me" }, o => KeeperOptionsValidator.ThrowIfInvalid((KeeperOptions)o)),
        new(typeof(ReconnectOptions), () => new ReconnectOptions(), o => ReconnectOptionsValidator.Check((ReconnectOptions)o, "o")),
        new(typeof(PeerPersistenceOptions), () => new PeerPersistenceOptions(), o => PeerPersistenceOptionsValidator.ThrowIfInvalid((PeerPersistenceOptions)o)),
        new(
            typeof(RetentionOptions), () => new RetentionOptions(),
            o => PeerPersistenceOptionsValidator.ThrowIfInvalid(new() { Retention = (RetentionOptions)o }), "Retention."),
        new(typeof(PeerPersistenceFactoryOptions), () => new PeerPersistenceFactoryOptions(), CheckFactory),
    ];

    private static readonly Dictionary<string, Bounds> Rows = new()
    {
        ["KeeperOptions.LocalPeerId"] = new("be given", Good: ["x"], Bad: ["", null]) { Longest = Longest, TooLong = TooLong },
        ["KeeperOptions.Target"] = new("be 0 to 10000", Good: [0, 10_000], Bad: [-1, 10_001]),
        ["KeeperOptions.MaxParallelism"] = new("be 1 to 1000", Good: [1, 1_000], Bad: [0, 1_001]),
        ["KeeperOptions.AttemptTimeout"] = new("be more than zero and at most a day", Good: [Tick, Day], Bad: [TimeSpan.Zero, Day + Tick]),
        ["KeeperOptions.Interval"] = new("be 5 seconds to a day", Good: [TimeSpan.FromSeconds(5), Day], Bad: [TimeSpan.FromSeconds(5) - Tick, Day + Tick]),
        ["KeeperOptions.StopTimeout"] = new("be zero to a day", Good: [TimeSpan.Zero, Day], Bad: [-Tick, Day + Tick]),
        ["ReconnectOptions.TargetConnections"] = new("be at least 1", Good: [1, int.MaxValue], Bad: [0]),
        ["ReconnectOptions.MaxParallelism"] = new("be at least 1", Good: [1, int.MaxValue], Bad: [0]),
        ["ReconnectOptions.AttemptTimeout"] = new("be more than zero and at most a day", Good: [Tick, Day], Bad: [TimeSpan.Zero, Day + Tick]),
        ["ReconnectOptions.Query"] = new("be given", Good: [new ReconnectionQuery()], Bad: [null]),
        ["PeerPersistenceOptions.KeyPrefix"] = new("not be empty", Good: ["x", TooLong], Bad: ["", null]),
        ["PeerPersistenceOptions.MaxPeers"] = new("be at least 1", Good: [1, int.MaxValue], Bad: [0]),
        ["PeerPersistenceOptions.MaxStorageMB"] = new("be more than 0", Good: [double.Epsilon, double.PositiveInfinity], Bad: [0.0, double.NaN]),
        ["PeerPersistenceOptions.CleanupThreshold"] = new("be 0 to 1", Good: [0.0, 1.0], Bad: [-double.Epsilon, double.BitIncrement(1), double.NaN]),
        ["PeerPersistenceOptions.WatchInterval"] = new("be zero to a day", Good: [TimeSpan.Zero, Day], Bad: [-Tick, Day + Tick]),
        ["PeerPersistenceOptions.Retention"] = new("be given", Good: [new RetentionOptions()], Bad: [null]),
        ["RetentionOptions.ActiveWithin"] = new("not be negative", Good: [TimeSpan.Zero, TimeSpan.MaxValue], Bad: [-Tick]),
        ["RetentionOptions.InactiveAfter"] = new("be at least a day", Good: [Day, TimeSpan.MaxValue], Bad: [Day - Tick]),
        ["RetentionOptions.FailedAttempts"] = new("be at least 1", Good: [1, int.MaxValue], Bad: [0]),
        ["RetentionOptions.BlacklistDuration"] = new("not be negative", Good: [TimeSpan.Zero, TimeSpan.MaxValue], Bad: [-Tick]),
        ["RetentionOptions.RememberRemoved"] = new("not be negative", Good: [TimeSpan.Zero, TimeSpan.MaxValue], Bad: [-Tick]),
        ["PeerPersistenceFactoryOptions.MaxOpen"] = new("be at least 1", Good: [1, int.MaxValue], Bad: [0]),
        ["PeerPersistenceFactoryOptions.IdleTimeout"] = new(
            "be more than zero and at most 30 days", Good: [Tick, 30 * Day], Bad: [TimeSpan.Zero, (30 * Day) + Tick]),
    };

    public static TheoryData<string> Options => [.. Named().Select(option => option.Name)];

    [Fact]
    public void Rows_AreOfEveryOption_AndOfNoOther() =>
        Rows.Keys.Should().BeEquivalentTo(Named().Select(option => option.Name), "what can be out of range has a row here");

    [Theory, MemberData(nameof(Options))]
    public void Check_LastGoodValues_Pass(string option)
    {
        foreach (var value in Rows[option].AllGood)
            Check(option, value).Should().NotThrow("{0} may be {1}", option, value);
    }

    [Theory, MemberData(nameof(Options))]
    public void Check_FirstBadValues_NameTheOptionItsRangeAndWhatWas(string option)
    {
        var (_, kind, name) = Named().Single(each => each.Name == option);
        foreach (var (value, must) in Rows[option].AllBad)
        {
            var error = Check(option, value).Should().Throw<Exception>("{0} cannot be {1}", option, value).Which;

            error.Should().Match(e => e is OptionsValidationException || e is ArgumentException);
            error.Message.Should().Be($"{kind.Prefix}{name} must {must} ({Was(value)}).{(error is ArgumentException ? " (Parameter 'o')" : "")}");
        }
    }

    private static Action Check(string option, object? value)
    {
        var (_, kind, name) = Named().Single(each => each.Name == option);
        return () => kind.Check(Specimen.With(kind.Make(), kind.Type.GetProperty(name)!, value));
    }

    /// <summary>A switch has no range.</summary>
    private static IEnumerable<(string Name, Kind Kind, string Property)> Named() => Kinds.SelectMany(kind =>
        Specimen.PropertiesOf(kind.Type).Where(property => property.PropertyType != typeof(bool))
            .Select(property => ($"{kind.Type.Name}.{property.Name}", kind, property.Name)));

    private static string Was(object? value) => value switch
    {
        null => "was null",
        "" => "was empty",
        string text => $"had {text.Length}",
        _ => string.Create(CultureInfo.InvariantCulture, $"was {value}"),
    };

    private static void CheckFactory(object o)
    {
        if (new PeerPersistenceFactoryOptionsValidator().Validate(null, (PeerPersistenceFactoryOptions)o) is { Failed: true } result)
            throw new OptionsValidationException("", o.GetType(), result.Failures);
    }

    /// <param name="Type">The options.</param>
    /// <param name="Make">Good ones.</param>
    /// <param name="Check">Throws where one is out of range.</param>
    /// <param name="Prefix">What stands before their names.</param>
    private sealed record Kind(Type Type, Func<object> Make, Action<object> Check, string Prefix = "");

    /// <param name="Must">The range, as the message says it.</param>
    /// <param name="Good">The last values that are taken: the lowest and the highest.</param>
    /// <param name="Bad">The first that are not; at an end without a bound there is none.</param>
    private sealed record Bounds(string Must, object?[] Good, object?[] Bad)
    {
        public string? Longest { get; init; }

        public string? TooLong { get; init; }

        public IEnumerable<object?> AllGood => Longest is null ? Good : Good.Append(Longest);

        public IEnumerable<(object? Value, string Must)> AllBad =>
            Bad.Select(value => (value, Must)).Concat(TooLong is null ? [] : [(TooLong, $"have 1 to {Longest!.Length} characters")]);
    }
}
