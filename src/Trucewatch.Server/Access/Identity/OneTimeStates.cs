using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Trucewatch.Server.Access.Identity;

/// <summary>
/// What travels to the provider and back as <c>state</c>: sealed, good once and for a time. The library's own is good
/// for as long as the key is. Nothing is kept of a sign-in that only began, so that nobody fills the memory by
/// beginning; of those that came back only digests are, until they would be too old anyway.
/// </summary>
internal sealed class OneTimeStates(
    IDataProtector protector, TimeProvider time, int most = OneTimeStates.MostRemembered)
    : ISecureDataFormat<AuthenticationProperties>
{
    /// <summary>How long somebody may take at the provider.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Most used ones that are remembered; beyond, every state but the newest becomes void.</summary>
    public const int MostRemembered = 65_536;

    private readonly PropertiesDataFormat format = new(protector);
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);
    private DateTimeOffset voidBefore = DateTimeOffset.MinValue;

    public string Protect(AuthenticationProperties data) => Protect(data, null);

    public string Protect(AuthenticationProperties data, string? purpose)
    {
        data.IssuedUtc = time.GetUtcNow();
        return format.Protect(data, purpose);
    }

    public AuthenticationProperties? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    public AuthenticationProperties? Unprotect(string? protectedText, string? purpose)
    {
        var now = time.GetUtcNow();
        return format.Unprotect(protectedText, purpose) is { IssuedUtc: { } issued } properties
            && issued + Life >= now && IsFirst(protectedText!, issued, now)
            ? properties
            : null;
    }

    private bool IsFirst(string state, DateTimeOffset issued, DateTimeOffset now)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
        lock (gate)
        {
            if (issued < voidBefore || !used.TryAdd(digest, issued))
            {
                return false;
            }

            if (used.Count > most)
            {
                foreach (var (old, at) in used.ToList())
                {
                    _ = at + Life < now && used.Remove(old);
                }
            }

            if (used.Count > most)
            {
                used.Clear();
                voidBefore = now;
            }

            return true;
        }
    }
}
