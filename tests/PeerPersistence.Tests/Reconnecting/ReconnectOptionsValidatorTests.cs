namespace PeerPersistence.Tests;

public class ReconnectOptionsValidatorTests
{
    public static TheoryData<string, ReconnectOptions> Bad => new()
    {
        { "TargetConnections", new() { TargetConnections = 0 } },
        { "MaxParallelism", new() { MaxParallelism = -1 } },
        { "AttemptTimeout", new() { AttemptTimeout = TimeSpan.Zero } },
        { "AttemptTimeout", new() { AttemptTimeout = Timeout.InfiniteTimeSpan } },
        { "AttemptTimeout", new() { AttemptTimeout = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) } },
        { "Query", new() { Query = null! } },
        { "ExcludePeerIds", new() { Query = new() { ExcludePeerIds = null! } } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_BadOption_NamesIt(string field, ReconnectOptions options) =>
        FluentActions.Invoking(() => ReconnectOptionsValidator.Check(options))
            .Should().Throw<ArgumentException>().WithParameterName(nameof(options)).WithMessage($"{field} must * (was *).*");

    [Fact]
    public void Check_Null_NamesTheArgument() =>
        FluentActions.Invoking(() => ReconnectOptionsValidator.Check(null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public void Check_Bounds_Pass()
    {
        ReconnectOptionsValidator.Check(new());
        ReconnectOptionsValidator.Check(new() { TargetConnections = 1, MaxParallelism = 1, AttemptTimeout = TimeSpan.FromTicks(1) });
        ReconnectOptionsValidator.Check(new() { AttemptTimeout = TimeSpan.FromDays(1) });
    }
}
