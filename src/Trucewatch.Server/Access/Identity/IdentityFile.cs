using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Access.Identity;

/// <summary>The file that names an identity provider, as it is written.</summary>
/// <param name="Issuer">The provider's issuer identifier, as it writes it itself.</param>
/// <param name="ClientId">How the provider calls this service.</param>
/// <param name="SecretFile">File with the client's secret, seen from the folder of this one.</param>
/// <param name="Label">What stands on the page's button.</param>
/// <param name="Claim">The claim that the roll calls identity.</param>
/// <param name="Prompt">What the provider has to ask for each time, or null: what it usually does.</param>
/// <param name="Address">How browsers reach the service, or null: as it is asked. A proxy before it may do TLS.</param>
internal sealed record IdentityFile(
    string Issuer, string ClientId, string SecretFile, string Label, string Claim = "sub", string? Prompt = null,
    string? Address = null);

/// <summary>A provider that the service may ask who somebody is. Not a record: it would print its secret.</summary>
internal sealed class IdentitySettings
{
    /// <summary>Most bytes of the file, and of the one with the secret.</summary>
    public const int MaxBytes = 4_096;

    /// <summary>Most characters of the label.</summary>
    public const int MaxLabelChars = 60;

    private const int MaxNameChars = 255;
    private static readonly string[] prompts = ["login", "select_account"];

    private IdentitySettings(IdentityFile file, string secret) => (File, Secret) = (file, secret);

    /// <summary>What the file says.</summary>
    public IdentityFile File { get; }

    /// <summary>The client's secret; it is told to the provider's token endpoint and to nobody else.</summary>
    public string Secret { get; }

    /// <summary>The file's words, and not the secret.</summary>
    public override string ToString() => File.ToString();

    /// <summary>True for a provider on this machine, which needs no TLS.</summary>
    public bool IsLocal => IsSafe(File.Issuer) && !IsHttps(File.Issuer);

    /// <summary>Where the provider sends browsers back to, where that does not follow from how they came.</summary>
    public string? ReturnAddress => File.Address is { } address ? address.TrimEnd('/') + IdentityDesk.ReturnPath : null;

    /// <summary>True for an address with TLS, or on this machine.</summary>
    public static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>Reads the file that <c>--identity</c> names; null where it names none.</summary>
    /// <exception cref="UnusableException">The message says which file, what was expected, what was got.</exception>
    public static IdentitySettings? Open(string? path)
    {
        if (path is null)
        {
            return null;
        }

        IdentityFile file;
        try
        {
            file = JsonSerializer.Deserialize(ReadBytes(path), IdentityJson.Default.IdentityFile)
                ?? throw new JsonException("expected an identity provider, got null");
        }
        catch (JsonException problem)
        {
            throw Unusable(path, problem.Message);
        }

        if (Fault(file) is { } fault)
        {
            throw Unusable(path, fault);
        }

        var secretPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file.SecretFile);
        var secret = Encoding.UTF8.GetString(ReadBytes(secretPath)).TrimEnd('\r', '\n');
        return secret.Length > 0 && secret.All(letter => letter is > ' ' and <= '~')
            ? new IdentitySettings(file, secret)
            : throw Unusable(secretPath, "expected one line of printable ASCII without spaces, the client's secret");
    }

    private static string? Fault(IdentityFile file) => file switch
    {
        _ when !IsSafe(file.Issuer) || new Uri(file.Issuer).Query.Length > 0 =>
            "issuer: expected an https address without query and fragment (http on this machine only), got "
            + file.Issuer,
        _ when !IsName(file.ClientId, MaxNameChars) =>
            FormattableString.Invariant($"clientId: expected 1 to {MaxNameChars} characters"),
        _ when !IsName(file.SecretFile, MaxNameChars) => "secretFile: expected the name of a file",
        _ when !IsName(file.Label, MaxLabelChars) =>
            FormattableString.Invariant($"label: expected 1 to {MaxLabelChars} characters"),
        _ when !IsName(file.Claim, MaxNameChars) || file.Claim.Contains(' ', StringComparison.Ordinal) =>
            "claim: expected the name of a claim, such as sub or email",
        { Prompt: { } prompt } when !prompts.Contains(prompt, StringComparer.Ordinal) =>
            $"prompt: expected one of {string.Join(", ", prompts)}, got {prompt}",
        { Address: { } address } when !IsSafe(address) || new Uri(address).PathAndQuery != "/" =>
            $"address: expected an https address without a path (http on this machine only), got {address}",
        _ => null,
    };

    private static bool IsName(string text, int most) =>
        text.Length > 0 && text.Length <= most && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static bool IsHttps(string address) => new Uri(address).Scheme == Uri.UriSchemeHttps;

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxBytes
                ? System.IO.File.ReadAllBytes(path)
                : throw Unusable(path, FormattableString.Invariant($"expected at most {MaxBytes} bytes, got {length}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, problem.Message);
        }
    }

    private static UnusableException Unusable(string path, string problem) => new($"--identity: {path}: {problem}");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IdentityFile))]
internal sealed partial class IdentityJson : JsonSerializerContext;
