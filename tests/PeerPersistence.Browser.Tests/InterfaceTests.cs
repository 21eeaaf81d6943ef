using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Browser.Tests;

/// <summary>What holds without a browser: arguments, and how JavaScript is called.</summary>
public sealed class InterfaceTests
{
    [Fact]
    public void Imports_ReturnNoTask() => typeof(IndexedDbKeyValueStore).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => method.DeclaringType == typeof(Imports) && typeof(Task).IsAssignableFrom(method.ReturnType))
        .Should().BeEmpty("awaiting a promise costs 4 ms");

    [Fact]
    public void UseIndexedDb_WrongOptions_AreRefusedAtOnce()
    {
        var builder = new ServiceCollection().AddPeerPersistence();

        builder.Invoking(each => each.UseIndexedDb("")).Should().Throw<ArgumentException>();
        builder.Invoking(each => each.UseIndexedDb(options => options.OpenTimeout = TimeSpan.Zero)).Should().Throw<ArgumentException>()
            .WithMessage("OpenTimeout must be more than zero, and at most a day (was 00:00:00).");
        builder.Invoking(each => each.UseIndexedDb(options => options.LocalStoragePrefix = "")).Should().Throw<ArgumentException>();
        builder.Invoking(each => each.UseLocalStorage(options => options.LockTimeout = TimeSpan.FromDays(2))).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("", "value")]
    [InlineData("\ud800", "")]
    [InlineData("\ufeffa", "v")]
    [InlineData("a\0b", null)]
    public void Frames_AwkwardKeys_ComeBack(string key, string? value)
    {
        var batch = new KeyValueBatch().Expect("first", new byte[] { 1 });
        if (value is null)
            batch.Remove(key);
        else
            batch.Set(key, System.Text.Encoding.UTF8.GetBytes(value));

        var frame = Frames.Batch(batch);

        BitConverter.ToInt32(frame, 4).Should().Be(1, "one is expected");
        var pairs = Frames.Read(frame);
        pairs.Select(pair => pair.Key).Should().Equal("first", key);
        (pairs[1].Value is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes.Span) : null).Should().Be(value);
    }
}
