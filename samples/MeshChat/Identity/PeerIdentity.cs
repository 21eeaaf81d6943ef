using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MeshChat;

/// <summary>Who this peer is: a P-256 key and the certificate that it signed for itself.</summary>
internal sealed class PeerIdentity : IDisposable
{
    private readonly ECDsa _key;
    private readonly X509Certificate2 _certificate;

    private PeerIdentity(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _key = certificate.GetECDsaPrivateKey() ?? throw new CryptographicException("The identity file holds no private key.");
        Tls = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        PublicKey = PublicKey.Of(certificate) ?? throw new CryptographicException("The identity file holds no P-256 key.");
    }

    /// <summary>The certificate, as TLS wants it.</summary>
    public SslStreamCertificateContext Tls { get; }

    public PublicKey PublicKey { get; }

    public string Id => PublicKey.Id;

    /// <summary>Reads the identity file, or makes it, readable for its owner alone.</summary>
    public static PeerIdentity LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            Write(path);
        return new(new X509Certificate2(path));
    }

    public byte[] Sign(string text) => _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256);

    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
    }

    private static void Write(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=MeshChat", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();

        // Peers pin the key; the dates say nothing to them.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(50));

        // Whole or not at all: a kill in between must not leave half an identity.
        var temporary = path + ".new";
        PrivateFile.Write(temporary, certificate.Export(X509ContentType.Pkcs12));
        File.Move(temporary, path);
    }
}
