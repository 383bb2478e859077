using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Trucewatch.Server.Access.Identity;

/// <summary>
/// Reads what a provider says of itself, and refuses it where it is another one than the service was told of (OpenID
/// Connect Discovery 1.0, section 4.3), or where the secret and the person would be sent without TLS. The library
/// compares neither.
/// </summary>
internal sealed class ProviderDocument(IdentitySettings settings)
    : IConfigurationRetriever<OpenIdConnectConfiguration>
{
    private const string Place = "/.well-known/openid-configuration";

    /// <summary>Where a provider says it.</summary>
    public static string Address(string issuer) => issuer.TrimEnd('/') + Place;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
        string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        var found = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancel);
        return Fault(found) is { } fault ? throw new InvalidDataException(fault) : found;
    }

    private string? Fault(OpenIdConnectConfiguration found) =>
        !string.Equals(found.Issuer, settings.File.Issuer, StringComparison.Ordinal)
            ? $"{Address(settings.File.Issuer)}: expected issuer {settings.File.Issuer}, got {found.Issuer}"
            : new[] { found.AuthorizationEndpoint, found.TokenEndpoint, found.JwksUri }
                .FirstOrDefault(each => !IdentitySettings.IsSafe(each)) is { } unsafeOne
                ? $"{Address(settings.File.Issuer)}: expected addresses with https, got {unsafeOne}"
            : null;
}
