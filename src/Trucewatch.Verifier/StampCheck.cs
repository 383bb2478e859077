using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Trucewatch.Verifier;

/// <summary>
/// Checks a time stamp (RFC 3161) without a network: a TimeStampResp of exactly these bytes, signed by a certificate
/// for time stamping that leads to an authority which the caller trusts.
/// </summary>
internal static class StampCheck
{
    private const string ForTimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>What is wrong, or null; then when it was stamped, and by whom.</summary>
    /// <param name="reply">The authority's answer, DER.</param>
    /// <param name="stamped">The bytes that it is to be of.</param>
    /// <param name="trusted">Certificates of trusted roots.</param>
    /// <param name="words">When and by whom.</param>
    public static string? Run(byte[] reply, byte[] stamped, X509Certificate2Collection trusted, out string words)
    {
        words = "";
        try
        {
            var answer = new AsnReader(reply, AsnEncodingRules.DER).ReadSequence();
            answer.ReadSequence();
            if (!answer.HasData || !Rfc3161TimestampToken.TryDecode(answer.ReadEncodedValue(), out var token, out _))
            {
                return "expected a stamp, got an answer without one";
            }

            if (!token.VerifySignatureForData(stamped, out var signer, trusted) || signer is null)
            {
                return "expected a signed stamp of this checkpoint, got another";
            }

            words = FormattableString.Invariant(
                $"stamped at {token.TokenInfo.Timestamp.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} by {
                    signer.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}");
            return Leads(signer, token, trusted) ? null : $"{words}, whom no given authority vouches for";
        }
        catch (Exception damaged) when (damaged is AsnContentException or CryptographicException)
        {
            return $"expected a stamp, got damage: {damaged.Message}";
        }
    }

    private static bool Leads(
        X509Certificate2 signer, Rfc3161TimestampToken token, X509Certificate2Collection trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ForTimeStamping));

        // No network: whether the certificate was revoked is asked of the authority by those who want to know.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;

        // It has to have been good when it stamped, not today.
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.UtcDateTime;
        return chain.Build(signer);
    }
}
