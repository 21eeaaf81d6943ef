using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MeshChat.Tests.Net;

public sealed class SecureChannelTests : IDisposable
{
    private readonly PeerIdentity _alice = TestIdentities.New();
    private readonly PeerIdentity _bob = TestIdentities.New();
    private readonly PeerIdentity _mallory = TestIdentities.New();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(5), TimeProvider.System);

    public SecureChannelTests() => _listener.Start();

    private IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose()
    {
        _listener.Stop();
        _alice.Dispose();
        _bob.Dispose();
        _mallory.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task ConnectAsync_TheExpectedPeer_BothKnowEachOthersKey()
    {
        var accepting = AcceptAsync(_bob);
        await using var caller = await SecureChannel.ConnectAsync(Address, _alice, _bob.Id, _limit.Token);
        await using var called = await accepting;

        caller.RemoteKey.Should().Be(_bob.PublicKey);
        called.RemoteKey.Should().Be(_alice.PublicKey);
    }

    [Fact]
    public async Task ConnectAsync_AnotherKeyAnswers_IsRefused()
    {
        var accepting = AcceptAsync(_mallory);

        await FluentActions.Awaiting(() => SecureChannel.ConnectAsync(Address, _alice, _bob.Id, _limit.Token))
            .Should().ThrowAsync<AuthenticationException>();
        (await WordFromAsync(accepting)).Should().BeNull("the caller hung up before a word was said");
    }

    [Fact]
    public async Task AcceptAsync_CallerWithoutCertificate_IsRefused()
    {
        var accepting = AcceptAsync(_bob);
        using var client = new TcpClient();
        await client.ConnectAsync(Address, _limit.Token);
        await using var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        _ = stream.AuthenticateAsClientAsync("MeshChat");

        await FluentActions.Awaiting(() => accepting).Should().ThrowAsync<AuthenticationException>();
    }

    [Fact]
    public async Task AcceptAsync_CallerThatSaysNothing_IsGivenUp()
    {
        using var patience = new CancellationTokenSource();
        var accepting = SecureChannel.AcceptAsync(await SilentCallerAsync(), _bob, patience.Token);
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => accepting).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Handshake_OwnCards_BothSidesAgree()
    {
        var accepting = AcceptAsync(_bob);
        await using var caller = await SecureChannel.ConnectAsync(Address, _alice, _bob.Id, _limit.Token);
        await using var called = await accepting;
        var hello = new Hello(TestIdentities.CardOf(_alice), Guid.NewGuid(), "token", null, "half");
        var welcome = new Welcome(TestIdentities.CardOf(_bob, "bob"), Guid.NewGuid(), "secret");

        var greeting = Handshake.GreetAsync(caller, hello, _limit.Token);
        (await Handshake.HearAsync(called, _limit.Token)).Should().BeEquivalentTo(hello);
        await called.SendAsync(welcome, _limit.Token);

        (await greeting).Should().BeEquivalentTo(welcome);
    }

    [Fact]
    public async Task Handshake_CardOfSomeoneElse_IsRefusedByBothSides()
    {
        var accepting = AcceptAsync(_mallory);
        await using var caller = await SecureChannel.ConnectAsync(Address, _alice, _mallory.Id, _limit.Token);
        await using var called = await accepting;

        // Each card is genuine, but not of the one who shows it.
        var greeting = Handshake.GreetAsync(caller, new(TestIdentities.CardOf(_bob), Guid.NewGuid(), null, null, "half"), _limit.Token);
        await FluentActions.Awaiting(() => Handshake.HearAsync(called, _limit.Token)).Should().ThrowAsync<ProtocolException>();
        await called.SendAsync(new Welcome(TestIdentities.CardOf(_bob), Guid.NewGuid(), null), _limit.Token);
        await FluentActions.Awaiting(() => greeting).Should().ThrowAsync<ProtocolException>();
    }

    [Fact]
    public async Task Handshake_Refused_TellsTheReason()
    {
        var accepting = AcceptAsync(_bob);
        await using var caller = await SecureChannel.ConnectAsync(Address, _alice, _bob.Id, _limit.Token);
        await using var called = await accepting;
        await called.SendAsync(new Refusal("I do not know you."), _limit.Token);

        var hello = new Hello(TestIdentities.CardOf(_alice), Guid.NewGuid(), null, null, "half");
        await FluentActions.Awaiting(() => Handshake.GreetAsync(caller, hello, _limit.Token))
            .Should().ThrowAsync<ProtocolException>().WithMessage("I do not know you.");
    }

    private async Task<WireMessage?> WordFromAsync(Task<SecureChannel> accepting)
    {
        try
        {
            await using var channel = await accepting;
            return await channel.ReceiveAsync(WireLimits.Greeting, _limit.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return null;
        }
    }

    private async Task<SecureChannel> AcceptAsync(PeerIdentity identity) =>
        await SecureChannel.AcceptAsync(await _listener.AcceptSocketAsync(_limit.Token), identity, _limit.Token);

    private async Task<Socket> SilentCallerAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Address, _limit.Token);
        return await _listener.AcceptSocketAsync(_limit.Token);
    }
}
