using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Trucewatch.Server.Access.Identity;

/// <summary>
/// Reads tokens, and none that nobody signed. The library asks for no signature where the token came straight from the
/// token endpoint, as OpenID Connect Core 1.0, section 3.1.3.7, allows with TLS; it costs nothing to ask for it.
/// </summary>
internal sealed class SignedTokens : JsonWebTokenHandler
{
    /// <summary>Signatures with a key pair only: a shared secret would let whoever has it sign.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public override Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        var strict = validationParameters.Clone();
        strict.RequireSignedTokens = true;
        return base.ValidateTokenAsync(token, strict);
    }
}
