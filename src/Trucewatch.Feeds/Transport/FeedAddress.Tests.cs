using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.Feeds.Transport;

public sealed class FeedAddressTests
{
    [Theory]
    [InlineData("cot:tcp://example.org:8087", TransportKind.Tcp, "example.org", 8087, "")]
    [InlineData("cot:tcp-listen://127.0.0.1:0", TransportKind.TcpListen, "127.0.0.1", 0, "")]
    [InlineData("cot:tcp-listen://[::1]:9", TransportKind.TcpListen, "::1", 9, "")]
    [InlineData("report:udp-listen://localhost:65535", TransportKind.UdpListen, "localhost", 65535, "")]
    [InlineData("report:http-post:/reports/v1", TransportKind.HttpPost, "", 0, "/reports/v1")]
    [InlineData("cot:events.xml", TransportKind.File, "", 0, "events.xml")]
    [InlineData("cot:/data/a:b.xml", TransportKind.File, "", 0, "/data/a:b.xml")]
    [InlineData("cot:-", TransportKind.File, "", 0, "-")]
    [InlineData("ais:tail:/var/log/ais.nmea", TransportKind.Tail, "", 0, "/var/log/ais.nmea")]
    [InlineData("ais+signed:mqtt://broker.example:1884/coast/+/ais", TransportKind.Mqtt, "broker.example", 1884,
        "coast/+/ais")]
    public void Addresses_are_read_and_written_back(string text, TransportKind kind, string host, int port, string path)
    {
        Assert.True(FeedAddress.TryParse(text, out var address, out var error), error);
        Assert.Equal((kind, host, port, path), (address!.Kind, address.Host, address.Port, address.Path));
        Assert.Equal(text, address.ToString());
        Assert.NotNull(address.NewTransport(
            new TransportTools(TimeProvider.System, () => 0, new RefusalCounts())));
    }

    [Theory]
    [InlineData("csv:points.csv?profile=p.json", "points.csv", "p.json")]
    [InlineData("csv:odd?name.csv?profile=a?profile=b", "odd?name.csv?profile=a", "b")]
    [InlineData("geojson:http-post:/shapes?profile=p.json", "/shapes", "p.json")]
    [InlineData("cot:events.xml?profile=p.json", "events.xml?profile=p.json", null)]
    public void A_mapped_format_may_name_its_profile(string text, string path, string? profile)
    {
        Assert.True(FeedAddress.TryParse(text, out var address, out var error), error);
        Assert.Equal((path, profile), (address!.Path, address.Profile));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("ais-1=ais:a=b.nmea", "ais-1", "ais:a=b.nmea")]
    [InlineData("csv-9999=csv:a.csv?profile=p", "csv-9999", "csv:a.csv")]
    [InlineData("ais+signed-2=ais+signed:tcp://h:1", "ais+signed-2", "ais+signed:tcp://h:1")]
    [InlineData("ais:a=b.nmea", null, "ais:a=b.nmea")]
    public void A_feed_may_be_named(string text, string? name, string plain)
    {
        Assert.True(FeedAddress.TryParse(text, out var address, out var error), error);
        Assert.Equal((name, plain, text), (address!.Name, address.Plain(), address.ToString()));
    }

    [Theory]
    [InlineData("", "feed: expected FORMAT:TRANSPORT of at most 4096 characters, got ''")]
    [InlineData("cot", "feed: expected FORMAT:TRANSPORT of at most 4096 characters, got 'cot'")]
    [InlineData("cot:", "feed: expected FORMAT:TRANSPORT of at most 4096 characters, got 'cot:'")]
    [InlineData("morse:a.txt", "feed 'morse:a.txt': expected a format of {formats}, got 'morse'")]
    [InlineData("csv+signed:http-post:/a?profile=p.json", "feed 'csv+signed:http-post:/a?profile=p.json': expected no "
        + "?profile= with csv+signed: a signed batch brings its own profile")]
    [InlineData("ais-10000=ais:a", "feed 'ais-10000=ais:a': expected a name of ais-1 to ais-9999, got 'ais-10000'")]
    [InlineData("ais-01=ais:a", "feed 'ais-01=ais:a': expected a name of ais-1 to ais-9999, got 'ais-01'")]
    [InlineData("cot-1=ais:a", "feed 'cot-1=ais:a': expected a name of ais-1 to ais-9999, got 'cot-1'")]
    [InlineData("=ais:a", "feed '=ais:a': expected a name of ais-1 to ais-9999, got ''")]
    [InlineData("cot:tcp://:1", "feed 'cot:tcp://:1': expected host:port, got ':1'")]
    [InlineData("cot:tcp-listen://5000", "feed 'cot:tcp-listen://5000': expected host:port, got '5000'")]
    [InlineData("cot:tcp://h:0", "feed 'cot:tcp://h:0': expected a port of 1 to 65535, got '0'")]
    [InlineData(
        "cot:tcp-listen://h:65536",
        "feed 'cot:tcp-listen://h:65536': expected a port of 0 to 65535, got '65536'")]
    [InlineData("cot:tcp://h:+1", "feed 'cot:tcp://h:+1': expected a port of 1 to 65535, got '+1'")]
    [InlineData("cot:ftp://h/t", "feed 'cot:ftp://h/t': expected a file, tail:FILE, tcp://host:port, "
        + "tcp-listen://host:port, udp-listen://host:port, mqtt://host[:port]/topic or http-post:/path, "
        + "got the transport 'ftp'")]
    [InlineData("cot:mqtt://h", "feed 'cot:mqtt://h': expected host[:port]/topic, got 'h'")]
    [InlineData("cot:mqtt://h/", "feed 'cot:mqtt://h/': expected host[:port]/topic, got 'h/'")]
    [InlineData("cot:mqtt://h:0/t", "feed 'cot:mqtt://h:0/t': expected a port of 1 to 65535, got '0'")]
    [InlineData("cot:http-post:reports", "feed 'cot:http-post:reports': expected a path such as /reports of letters, "
        + "digits, '-', '_', '.', got 'reports'")]
    [InlineData(
        "csv:a.csv?profile=",
        "feed 'csv:a.csv?profile=': expected TRANSPORT?profile=FILE, got 'a.csv?profile='")]
    [InlineData("csv:?profile=p", "feed 'csv:?profile=p': expected TRANSPORT?profile=FILE, got '?profile=p'")]
    [InlineData("cot:http-post:/../x", "feed 'cot:http-post:/../x': expected a path such as /reports of letters, "
        + "digits, '-', '_', '.', got '/../x'")]
    public void Other_texts_are_refused_in_one_line(string text, string message)
    {
        Assert.False(FeedAddress.TryParse(text, out var address, out var error));
        Assert.Null(address);
        var formats = string.Join(", ", FeedFormats.All.Select(format => format.Id));
        Assert.Equal(message.Replace("{formats}", formats, StringComparison.Ordinal), error);
    }

    [Fact]
    public void A_broker_has_a_port_of_its_own_and_a_topic_within_its_limit()
    {
        Assert.True(FeedAddress.TryParse("ais:mqtt://localhost/t", out var address, out _));
        Assert.Equal((MqttTransport.DefaultPort, "t"), (address!.Port, address.Path));
        var longest = "ais:mqtt://h/" + new string('t', FeedAddress.MaxTopicLength);
        Assert.True(FeedAddress.TryParse(longest, out _, out _));
        Assert.False(FeedAddress.TryParse(longest + "t", out _, out _));
    }

    [Fact]
    public void Length_is_bounded()
    {
        Assert.True(FeedAddress.TryParse("cot:" + new string('x', FeedAddress.MaxLength - 4), out _, out _));
        Assert.False(FeedAddress.TryParse("cot:" + new string('x', FeedAddress.MaxLength - 3), out _, out var error));
        Assert.InRange(error.Length, 1, 300);
    }
}
