using System.Security.Claims;

namespace Trucewatch.Server.Access.Identity;

/// <summary>Reads out of a token who somebody is.</summary>
internal static class ProviderIdentity
{
    /// <summary>The claim of an address of e-mail: anybody may say one, the provider has to have seen it.</summary>
    public const string Email = "email";

    private const string EmailVerified = "email_verified";

    /// <summary>The value of the claim, or null where there is none, are several, or it is not vouched for.</summary>
    public static string? Of(ClaimsPrincipal principal, string claim) =>
        Only(principal, claim) is { Length: > 0 } identity
            && (claim != Email || Only(principal, EmailVerified) == "true")
            ? identity
            : null;

    private static string? Only(ClaimsPrincipal principal, string claim) =>
        principal.FindAll(claim).Take(2).ToList() is [var one] ? one.Value : null;
}
