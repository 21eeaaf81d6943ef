using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace PeerPersistence;

/// <summary>Argon2id, version 1.3 (RFC 9106).</summary>
internal static class Argon2id
{
    private const int Version = 0x13;

    private const int KeyLength = 32;

    public static byte[] Derive(byte[] passphrase, byte[] salt, Argon2idCost cost, byte[]? secret = null, byte[]? data = null)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Version)
            .WithSalt(salt)
            .WithMemoryAsKB(cost.MemoryKiB)
            .WithIterations(cost.Passes)
            .WithParallelism(cost.Lanes)
            .WithSecret(secret)
            .WithAdditional(data)
            .Build());
        var key = new byte[KeyLength];
        generator.GenerateBytes(passphrase, key, 0, KeyLength);
        return key;
    }
}
