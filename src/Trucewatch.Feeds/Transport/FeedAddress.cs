using System.Globalization;

namespace Trucewatch.Feeds.Transport;

/// <summary>How the bytes of a feed arrive.</summary>
public enum TransportKind
{
    /// <summary>A file, or standard input where the path is <c>-</c>.</summary>
    File,

    /// <summary>A TCP connection that we open, and open again when it ends.</summary>
    Tcp,

    /// <summary>TCP connections that others open to us.</summary>
    TcpListen,

    /// <summary>UDP datagrams sent to us.</summary>
    UdpListen,

    /// <summary>A file that grows, from its end on.</summary>
    Tail,

    /// <summary>Messages of a topic of an MQTT broker.</summary>
    Mqtt,

    /// <summary>Bodies of HTTP POST requests, handed over by the server.</summary>
    HttpPost,
}

/// <summary>A format and where its bytes come from, as <c>--feed FORMAT:TRANSPORT</c> says it.</summary>
/// <param name="Format">The wire format.</param>
/// <param name="Kind">The transport.</param>
/// <param name="Host">Host or address, for the sockets; else empty.</param>
/// <param name="Port">Port, for the sockets; else 0. A listener's 0 means a free port.</param>
/// <param name="Path">Path of the file or of the HTTP request, or the topic; else empty.</param>
/// <param name="Profile">Path of the profile of a mapped format, or null.</param>
/// <param name="Name">Name of the feed, such as <c>ais-1</c>, where it is given before the format; else null.</param>
public sealed record FeedAddress(
    FeedFormat Format, TransportKind Kind, string Host, int Port, string Path, string? Profile = null,
    string? Name = null)
{
    /// <summary>Greatest number in a feed's name.</summary>
    public const int MaxNumber = 9999;

    /// <summary>Longest text of an address in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Longest topic of a broker in characters.</summary>
    public const int MaxTopicLength = 1024;

    private const string TailPrefix = "tail:";

    /// <summary>What stands before the path of a profile.</summary>
    private const string ProfileMark = "?profile=";

    private const string Forms =
        "a file, tail:FILE, tcp://host:port, tcp-listen://host:port, udp-listen://host:port, mqtt://host[:port]/topic "
        + "or http-post:/path";

    /// <summary>
    /// Reads an address; otherwise says in one line what is wrong, what was expected and what was found.
    /// </summary>
    public static bool TryParse(string text, out FeedAddress? address, out string error) =>
        TryParse(text, FeedFormats.Find, out address, out error);

    /// <summary>Makes the transport that this address names.</summary>
    /// <param name="tools">What it is given to work with.</param>
    public ITransport NewTransport(TransportTools tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return Kind switch
        {
            TransportKind.File => new FileTransport(Path),
            TransportKind.Tcp => new TcpClientTransport(Host, Port, tools),
            TransportKind.TcpListen => new TcpListenTransport(Host, Port),
            TransportKind.Tail => new TailTransport(Path, tools.Clock),
            TransportKind.Mqtt => new MqttTransport(Host, Port, Path, tools),
            TransportKind.UdpListen => new UdpListenTransport(Host, Port, tools.Clock),
            _ => new HttpPostTransport(tools.Refusals),
        };
    }

    /// <summary>As on the command line.</summary>
    public override string ToString() =>
        (Name is null ? "" : Name + "=") + Plain() + (Profile is null ? "" : ProfileMark + Profile);

    /// <summary>Format and transport alone: what makes it the same source from one start to the next.</summary>
    public string Plain() => Kind switch
    {
        TransportKind.File => $"{Format.Id}:{Path}",
        TransportKind.Tcp => Socket("tcp"),
        TransportKind.TcpListen => Socket("tcp-listen"),
        TransportKind.UdpListen => Socket("udp-listen"),
        TransportKind.Mqtt => $"{Socket("mqtt")}/{Path}",
        TransportKind.Tail => $"{Format.Id}:{TailPrefix}{Path}",
        _ => $"{Format.Id}:http-post:{Path}",
    };

    internal static bool TryParse(
        string text, Func<string, FeedFormat?> find, out FeedAddress? address, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        error = "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.Length > MaxLength || colon <= 0 || colon == text.Length - 1)
        {
            error = $"feed: expected FORMAT:TRANSPORT of at most {MaxLength} characters, got '{Shown(text)}'";
            return false;
        }

        var equals = text.AsSpan(0, colon).IndexOf('=');
        var name = equals < 0 ? null : text[..equals];
        var id = text[(equals + 1)..colon];
        if (find(id) is not { } format)
        {
            var known = string.Join(", ", FeedFormats.All.Select(known => known.Id).Order(StringComparer.Ordinal));
            error = $"feed '{Shown(text)}': expected a format of {known}, got '{Shown(id)}'";
            return false;
        }

        if (name is not null && !IsNameOf(format, name))
        {
            error = $"feed '{Shown(text)}': expected a name of {format.Id}-1 to {format.Id}-{MaxNumber}, got '{
                Shown(name)}'";
            return false;
        }

        var rest = text[(colon + 1)..];
        var mark = format.IsMapped ? rest.LastIndexOf(ProfileMark, StringComparison.Ordinal) : -1;
        var profile = mark < 0 ? null : rest[(mark + ProfileMark.Length)..];
        var isOwn = FeedFormats.InnerOf(format)?.IsMapped == true
            && rest.Contains(ProfileMark, StringComparison.Ordinal);
        (address, var problem) = isOwn
            ? (null, $"expected no {ProfileMark} with {format.Id}: a signed batch brings its own profile")
            : profile is "" || mark == 0
            ? (null, $"expected TRANSPORT{ProfileMark}FILE, got '{Shown(rest)}'")
            : ParseTransport(format, mark < 0 ? rest : rest[..mark]);
        address = address is null ? null : address with { Profile = profile, Name = name };
        error = problem is null ? "" : $"feed '{Shown(text)}': {problem}";
        return address is not null;
    }

    private static bool IsNameOf(FeedFormat format, string name)
    {
        var digits = name.StartsWith(format.Id + "-", StringComparison.Ordinal) ? name[(format.Id.Length + 1)..] : "";
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= MaxNumber && digits[0] != '0';
    }

    private static (FeedAddress? Address, string? Problem) ParseTransport(FeedFormat format, string rest)
    {
        const string HttpPost = "http-post:";
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            return rest[..scheme] switch
            {
                "tcp" => ParseSocket(format, TransportKind.Tcp, rest[(scheme + 3)..]),
                "tcp-listen" => ParseSocket(format, TransportKind.TcpListen, rest[(scheme + 3)..]),
                "udp-listen" => ParseSocket(format, TransportKind.UdpListen, rest[(scheme + 3)..]),
                "mqtt" => ParseMqtt(format, rest[(scheme + 3)..]),
                var other => (null, $"expected {Forms}, got the transport '{Shown(other)}'"),
            };
        }

        if (rest.StartsWith(HttpPost, StringComparison.Ordinal))
        {
            var path = rest[HttpPost.Length..];
            var good = path.Length > 1 && path[0] == '/' && path.All(IsPathCharacter)
                && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal);
            return good
                ? (new FeedAddress(format, TransportKind.HttpPost, "", 0, path), null)
                : (null, $"expected a path such as /reports of letters, digits, '-', '_', '.', got '{Shown(path)}'");
        }

        return rest.StartsWith(TailPrefix, StringComparison.Ordinal)
            ? rest.Length > TailPrefix.Length
                ? (new FeedAddress(format, TransportKind.Tail, "", 0, rest[TailPrefix.Length..]), null)
                : (null, $"expected {Forms}, got no file after '{TailPrefix}'")
            : (new FeedAddress(format, TransportKind.File, "", 0, rest), null);
    }

    private static (FeedAddress? Address, string? Problem) ParseMqtt(FeedFormat format, string rest)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var topic = slash < 0 ? "" : rest[(slash + 1)..];
        if (topic.Length is 0 or > MaxTopicLength || topic.Any(char.IsControl))
        {
            return (null, $"expected host[:port]/topic, got '{Shown(rest)}'");
        }

        var at = rest[..slash];
        var hasPort = at.LastIndexOf(':') > at.LastIndexOf(']');
        at = hasPort ? at : FormattableString.Invariant($"{at}:{MqttTransport.DefaultPort}");
        var (address, problem) = ParseSocket(format, TransportKind.Mqtt, at);
        return (address is null ? null : address with { Path = topic }, problem);
    }

    private static (FeedAddress? Address, string? Problem) ParseSocket(
        FeedFormat format, TransportKind kind, string rest)
    {
        // The host must be given: whoever listens to the world says so.
        var colon = rest.LastIndexOf(':');
        var host = colon > 0 ? rest[..colon] : "";
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }

        var checkedHost = Uri.CheckHostName(host);
        if (checkedHost is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return (null, $"expected host:port, got '{Shown(rest)}'");
        }

        var least = kind is TransportKind.Tcp or TransportKind.Mqtt ? 1 : 0;
        var portText = rest[(colon + 1)..];
        return int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port >= least && port <= 65_535
            ? (new FeedAddress(format, kind, host, port, ""), null)
            : (null, FormattableString.Invariant($"expected a port of {least} to 65535, got '{Shown(portText)}'"));
    }

    private static bool IsPathCharacter(char value) =>
        char.IsAsciiLetterOrDigit(value) || value is '/' or '-' or '_' or '.';

    private static string Shown(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private string Socket(string scheme)
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return FormattableString.Invariant($"{Format.Id}:{scheme}://{host}:{Port}");
    }
}
