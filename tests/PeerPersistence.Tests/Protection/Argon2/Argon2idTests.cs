using System.Text;

namespace PeerPersistence.Tests.Protection.Argon2;

/// <summary>The derivation itself, by the vectors of its makers.</summary>
public sealed class Argon2idTests
{
    /// <summary>RFC 9106, 5.3.</summary>
    [Fact]
    public void Derive_VectorOfTheRfc_GivesItsTag()
    {
        var cost = new Argon2idCost { MemoryKiB = 32, Passes = 3, Lanes = 4 };

        var tag = Argon2id.Derive(Filled(32, 1), Filled(16, 2), cost, secret: Filled(8, 3), data: Filled(12, 4));

        Convert.ToHexString(tag).Should().BeEquivalentTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /// <summary>Of the reference implementation's own tests.</summary>
    [Theory, Trait("Large", "")]
    [InlineData("password", "somesalt", 2, 65536, 1, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")]
    [InlineData("password", "somesalt", 2, 256, 1, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe")]
    [InlineData("password", "somesalt", 2, 256, 2, "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037")]
    [InlineData("differentpassword", "somesalt", 2, 65536, 1, "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde")]
    [InlineData("password", "diffsalt", 2, 65536, 1, "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c")]
    public void Derive_VectorOfTheReference_GivesItsTag(string passphrase, string salt, int passes, int memory, int lanes, string expected)
    {
        var tag = Argon2id.Derive(Encoding.UTF8.GetBytes(passphrase), Encoding.UTF8.GetBytes(salt), new() { MemoryKiB = memory, Passes = passes, Lanes = lanes });

        Convert.ToHexString(tag).Should().BeEquivalentTo(expected);
    }

    private static byte[] Filled(int length, byte value) => [.. Enumerable.Repeat(value, length)];
}
