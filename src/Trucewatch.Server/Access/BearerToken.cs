using System.Security.Cryptography;
using System.Text;

namespace Trucewatch.Server.Access;

/// <summary>A token that a client shows in the header <c>Authorization: Bearer</c>.</summary>
internal sealed class BearerToken(string token)
{
    private const string Scheme = "Bearer ";

    /// <summary>True when the request shows the token; compared in the same time whatever it shows.</summary>
    public bool IsShownBy(HttpRequest request) =>
        Shown(request) is { } shown
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>What a request shows, or null: nothing.</summary>
    public static string? Shown(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : null;
    }
}
