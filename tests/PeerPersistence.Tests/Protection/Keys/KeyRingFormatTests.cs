using System.Text;

namespace PeerPersistence.Tests.Protection.Keys;

public sealed class KeyRingFormatTests
{
    private const string Sound =
        """{"format":1,"storeId":"AQEBAQEBAQEBAQEBAQEBAQ","provider":"fixed","keys":[{"id":1,"state":"destroyed"},{"id":2,"state":"decrypt-only","wrapped":"Ag"},{"id":3,"state":"active","wrapped":"Aw"}]}""";

    [Fact]
    public void Read_KeysOfEachState_AreWrittenAsTheyWere()
    {
        var ring = KeyRingFormat.Read(Encoding.UTF8.GetBytes(Sound));

        ring.Keys.Select(key => (key.Id, key.State)).Should().Equal((1, KeyState.Destroyed), (2, KeyState.DecryptOnly), (3, KeyState.Active));
        Encoding.UTF8.GetString(KeyRingFormat.Write(ring)).Should().Be(Sound);
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":0")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQ", "AQEB")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEBA?")]
    [InlineData("\"fixed\"", "null")]
    [InlineData("\"id\":3", "\"id\":2")]
    [InlineData("\"id\":1", "\"id\":0")]
    [InlineData("\"decrypt-only\"", "\"active\"")]
    [InlineData("\"active\"", "\"decrypt-only\"")]
    [InlineData("\"decrypt-only\"", "\"retired\"")]
    [InlineData("\"decrypt-only\"", "\"destroyed\"")]
    [InlineData("\"destroyed\"", "\"decrypt-only\"")]
    [InlineData("\"Ag\"", "\"A?\"")]
    [InlineData("\"destroyed\"", "\"destroyed\",\"wrapped\":\"A?\"")]
    [InlineData("\"format\":1", "\"format\":1,\"more\":1")]
    [InlineData("\"format\":1", "\"format\":\"1\"")]
    [InlineData("\"format\":1", "\"format\":1.5")]
    [InlineData("\"format\":1,", "")]
    [InlineData("\"fixed\"", "1")]
    [InlineData("\"fixed\"", "\"\\ud800\"")]
    [InlineData("\"id\":3", "\"id\":3,\"more\":1")]
    [InlineData("\"id\":3", "\"id\":-3")]
    [InlineData("\"Aw\"", "null")]
    [InlineData("\"keys\":[", "\"keys\":[null,")]
    [InlineData("\"keys\":[", "\"keys\":[[],")]
    [InlineData("\"Aw\"}]}", "\"Aw\"}]}{}")]
    [InlineData("\"Aw\"}]}", "\"Aw\"}]")]
    public void Read_OneThingWrong_IsRefused(string sound, string damaged)
    {
        var read = () => KeyRingFormat.Read(Encoding.UTF8.GetBytes(Sound.Replace(sound, damaged, StringComparison.Ordinal)));

        read.Should().Throw<SecretUnavailableException>().WithMessage("*damaged*");
    }

    [Theory]
    [InlineData("\"format\":2")]
    [InlineData("\"rings\":[],\"format\":2")]
    [InlineData("\"format\":2,\"keys\":{}")]
    [InlineData("\"format\":1e10")]
    public void Read_NewerVersion_SaysSo(string format)
    {
        var read = () => KeyRingFormat.Read(Encoding.UTF8.GetBytes(Sound.Replace("\"format\":1", format, StringComparison.Ordinal)));

        read.Should().Throw<SecretUnavailableException>().WithMessage("*newer version*");
    }
}
