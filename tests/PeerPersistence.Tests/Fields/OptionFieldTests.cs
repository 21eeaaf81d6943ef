using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.Fields;

/// <summary>An option is copied, and checked.</summary>
public sealed class OptionFieldTests
{
    [Fact]
    public void Copy_OfEveryOption_IsTheSameAndApart()
    {
        var options = Specimen.Of<PeerPersistenceOptions>();

        var copy = options.Copy();

        Specimen.Show(copy).Should().Equal(Specimen.Show(options));
        copy.Retention.Should().NotBeSameAs(options.Retention);
    }

    [Fact]
    public void LoggingTo_EveryOptionOfAFile_IsTheSame()
    {
        var options = Specimen.Of<FileStoreOptions>("FileStoreOptions.Logger");

        Specimen.Show(options.LoggingTo(null)).Should().Equal(Specimen.Show(options));
    }

    public static TheoryData<string> Options() => [
        .. Specimen.PropertiesOf(typeof(PeerPersistenceOptions)).Select(property => property.Name),
        .. Specimen.PropertiesOf(typeof(RetentionOptions)).Select(property => $"Retention.{property.Name}"),
    ];

    [Theory, MemberData(nameof(Options))]
    public void Validate_AnOptionThatCannotBe_IsRefusedByName(string option)
    {
        var name = option.Split('.')[^1];
        foreach (var bad in BadValues.Of((name == option ? typeof(PeerPersistenceOptions) : typeof(RetentionOptions)).GetProperty(name)!)
            .Select(value => value is string ? "" : value))
        {
            var options = new PeerPersistenceOptions();
            object owner = name == option ? options : options.Retention;
            owner.GetType().GetProperty(name)!.SetValue(owner, bad);

            new PeerPersistenceOptionsValidator().Validate(null, options).Failures.Should().ContainSingle("{0} cannot be {1}", option, bad)
                .Which.Should().StartWith(option);
        }
    }

    [Fact]
    public void Validate_EachOptionOfAFactory_IsRefusedByName()
    {
        foreach (var property in Specimen.PropertiesOf(typeof(PeerPersistenceFactoryOptions)))
        {
            var options = Specimen.With(new PeerPersistenceFactoryOptions(), property, BadValues.Of(property)[0]);

            new PeerPersistenceFactoryOptionsValidator().Validate(null, options).Failures.Should().ContainSingle()
                .Which.Should().StartWith(property.Name);
        }
    }

    public static TheoryData<string> OptionsOfAKeeper() => [.. Specimen.PropertiesOf(typeof(KeeperOptions)).Select(property => property.Name)];

    [Theory, MemberData(nameof(OptionsOfAKeeper))]
    public void ThrowIfInvalid_AnOptionOfAKeeperThatCannotBe_IsRefusedByName(string option)
    {
        var property = typeof(KeeperOptions).GetProperty(option)!;
        foreach (var bad in BadValues.Of(property))
        {
            FluentActions.Invoking(() => KeeperOptionsValidator.ThrowIfInvalid(Specimen.With(new KeeperOptions { LocalPeerId = "me" }, property, bad)))
                .Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle().Which.Should().StartWith(option);
        }
    }

    [Fact]
    public void Copy_OfEveryOptionOfAKeeper_IsTheSame()
    {
        var options = Specimen.Of<KeeperOptions>();

        Specimen.Show(options.Copy()).Should().Equal(Specimen.Show(options));
    }

    public static TheoryData<string> ReconnectOptions() =>
        [.. Specimen.PropertiesOf(typeof(ReconnectOptions)).Select(property => property.Name).Except(["Background"])];

    [Theory, MemberData(nameof(ReconnectOptions))]
    public void Check_AnOptionOfAReconnectThatCannotBe_IsRefusedByName(string option)
    {
        var property = typeof(ReconnectOptions).GetProperty(option)!;
        foreach (var bad in BadValues.Of(property))
        {
            FluentActions.Invoking(() => ReconnectOptionsValidator.Check(Specimen.With(new ReconnectOptions(), property, bad)))
                .Should().Throw<ArgumentException>().WithMessage($"{option}*");
        }
    }
}
