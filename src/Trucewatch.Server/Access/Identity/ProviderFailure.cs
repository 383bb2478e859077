using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Trucewatch.Server.Access.Identity;

/// <summary>What a failure of the protocol is to the person who waits.</summary>
internal static class ProviderFailure
{
    /// <summary>Most characters of a problem that are logged.</summary>
    public const int MaxChars = 300;

    private const string Secret = "[secret]";

    /// <summary>True where the provider or what it sent is at fault, or the way to it.</summary>
    public static bool IsAnswer(Exception problem) =>
        problem is HttpRequestException or IOException or InvalidDataException or InvalidOperationException
            or OperationCanceledException or OpenIdConnectProtocolException;

    /// <summary>Which of the refusals it is.</summary>
    public static SignInRefusal Judge(Exception? problem) => problem switch
    {
        null => SignInRefusal.Unproven,
        OpenIdConnectProtocolInvalidNonceException => SignInRefusal.Unproven,
        OpenIdConnectProtocolException { Data: var told } when told.Contains("error") => SignInRefusal.Declined,

        // What is no JSON is no answer of a provider, but of what stands before it.
        OpenIdConnectProtocolException { InnerException: not null } => SignInRefusal.Provider,
        { Message: "Access was denied by the resource owner or by the remote server." } => SignInRefusal.Declined,
        HttpRequestException or IOException or OperationCanceledException => SignInRefusal.Provider,
        InvalidOperationException when problem.Message.StartsWith("IDX20803", StringComparison.Ordinal) =>
            SignInRefusal.Provider,
        _ => SignInRefusal.Unproven,
    };

    /// <summary>For the operator: what failed, on one line, without the client's secret. The library leaves personal
    /// data and tokens out of its messages unless it is told to show them, which nothing here does.</summary>
    public static string Describe(Exception problem, string secret)
    {
        var inner = problem;
        while (inner.InnerException is { } deeper)
        {
            inner = deeper;
        }

        var words = $"({inner.GetType().Name}: {inner.Message})".Replace(secret, Secret, StringComparison.Ordinal);
        return string.Concat(words.Take(MaxChars).Select(letter => char.IsControl(letter) ? ' ' : letter));
    }
}
