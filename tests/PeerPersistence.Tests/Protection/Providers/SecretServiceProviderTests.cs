namespace PeerPersistence.Tests.Protection.Providers;

public sealed class SecretServiceProviderTests
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly FakeKeyring _keyring = new();

    [Fact]
    public async Task Wrap_NoKeyYet_AddsOneThatOpensAgain()
    {
        var wrapped = await Provider().WrapAsync(DataKey, default);

        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
        _keyring.Items.Should().ContainSingle().Which.Should().HaveCount(32).And.NotEqual(new byte[32], "the array that was kept is the keyring's own");
    }

    /// <summary>Two processes found none, and each added one.</summary>
    [Fact]
    public async Task Unwrap_TwoKeysAreKept_OpensUnderEither()
    {
        var first = await Provider().WrapAsync(DataKey, default);
        var firstKey = _keyring.Items[0];
        _keyring.Items.Clear();
        var second = await Provider().WrapAsync(DataKey, default);
        _keyring.Items.Insert(0, firstKey);

        foreach (var wrapped in (byte[][])[first, second])
            (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
        await Provider().WrapAsync(DataKey, default);
        _keyring.Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task Unwrap_SomethingElseIsKeptBeside_IsPassedOver()
    {
        var wrapped = await Provider().WrapAsync(DataKey, default);
        _keyring.Items.Insert(0, []);

        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
    }

    [Fact]
    public async Task Wrap_OnlySomethingElseIsKept_IsRefusedAndLeft()
    {
        _keyring.Items.Add([1, 2, 3]);

        await FluentActions.Awaiting(async () => await Provider().WrapAsync(DataKey, default)).Should().ThrowAsync<SecretUnavailableException>()
            .WithMessage("*my-chat/default*32 bytes*");
        _keyring.Items.Should().ContainSingle();
    }

    [Fact]
    public async Task AnyCall_Locked_AsksOnceAndMakesNoKey()
    {
        _keyring.LockedItems = 1;
        var provider = Provider();

        for (var i = 0; i < 3; i++)
        {
            await FluentActions.Awaiting(async () => await provider.WrapAsync(DataKey, default)).Should().ThrowAsync<SecretUnavailableException>().WithMessage("*locked*");
            await FluentActions.Awaiting(async () => await provider.UnwrapAsync(new byte[100], default)).Should().ThrowAsync<SecretUnavailableException>().WithMessage("*locked*");
        }

        _keyring.TimesAsked.Should().Be(1);
        _keyring.Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Wrap_LockedAndUnlockedByTheUser_Wraps()
    {
        _keyring.LockedItems = 1;
        _keyring.WhenAsked = () => (_keyring.LockedItems, _keyring.Items) = (0, [[.. Enumerable.Reverse(DataKey)]]);

        var wrapped = await Provider().WrapAsync(DataKey, default);

        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
        _keyring.Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Wrap_NoItemAndTheUserDeclinesToUnlock_AsksOnce()
    {
        (_keyring.IsClosed, _keyring.Declines) = (true, true);
        var provider = Provider();

        for (var i = 0; i < 3; i++)
            await FluentActions.Awaiting(async () => await provider.WrapAsync(DataKey, default)).Should().ThrowAsync<SecretUnavailableException>().WithMessage("*locked*");

        _keyring.TimesAsked.Should().Be(1);
    }

    [Fact]
    public async Task AnyCall_Cancelled_IsCancelled()
    {
        var cancelled = new CancellationToken(canceled: true);

        await FluentActions.Awaiting(async () => await Provider().WrapAsync(DataKey, default, cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(async () => await Provider().UnwrapAsync(DataKey, default, cancelled)).Should().ThrowAsync<OperationCanceledException>();
    }

    private SecretServiceProvider Provider() => new(KeyStoreName.Of("my-chat", "default"), _keyring);

    private sealed class FakeKeyring : IDesktopKeyring
    {
        public List<byte[]> Items { get; set; } = [];

        public int LockedItems { get; set; }

        public bool IsClosed { get; set; }

        public bool Declines { get; set; }

        public int TimesAsked { get; private set; }

        public Action WhenAsked { get; set; } = () => { };

        public KeyringItems Find(bool mayAsk, CancellationToken cancellationToken)
        {
            if (mayAsk && LockedItems > 0)
                Ask();
            return new([.. Items.Select(item => item.ToArray())], LockedItems > 0);
        }

        public bool TakesWithoutAsking(CancellationToken cancellationToken) => !IsClosed;

        public bool Add(ReadOnlySpan<byte> value, CancellationToken cancellationToken)
        {
            if (IsClosed)
                Ask();
            if (IsClosed && Declines)
                return false;
            Items.Add(value.ToArray());
            return true;
        }

        private void Ask()
        {
            TimesAsked++;
            WhenAsked();
        }
    }
}
