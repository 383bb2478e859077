using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Tle;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Fuzz;

/// <summary>Inputs that attack the formats of events, pictures and orbits.</summary>
internal static class SkyFuzz
{
    private const string Archive = "latitude,longitude,brightness,scan,track,acq_date,acq_time,satellite,instrument,"
        + "confidence,version,bright_t31,frp,daynight,type\n";

    private const string RealTime = "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,"
        + "confidence,version,bright_ti5,frp,daynight\n";

    public static readonly IReadOnlyList<byte[]> FirmsSeeds = Bytes(
        Archive + "47.5,35.5,301.3,1.2,1.1,2030-01-08,0906,Terra,MODIS,35,6.1,274.4,11,D,2\n"
        + "47.5,35.5,301.3,1.2,1.1,2030-01-08,906,Terra,MODIS,100,6.1,274.4,11,N,0\n",
        RealTime + "51.46958,29.55491,299.83,0.41,0.61,2030-09-01,01:17,N,VIIRS,n,2.0NRT,281.22,1.03,N\n",
        "country_id,latitude,longitude,acq_date,acq_time,scan,track,frp\nXXX,47.5,35.5,2030-09-01,0117,0.4,0.4,2.5\n");

    public static readonly IReadOnlyList<byte[]> FirmsWords = Bytes(
        ",", "\n", "\r\n", "latitude,", "type", Archive, RealTime, "l", "h", "high", "1e400", "NaN", "-", "2030-02-29",
        "2359", "24:00", "\0", "\u00E9", "\uFEFF", "100.5", "9");

    private const string Head = "<quakeml><eventParameters xmlns='http://quakeml.org/xmlns/bed/1.2'>";
    private const string Place = "<latitude><value>47.5</value><uncertainty>0.01</uncertainty></latitude>"
        + "<longitude><value>35.5</value><uncertainty>0.01</uncertainty></longitude>";

    private const string Time = "<time><value>2030-06-01T11:59:00.25Z</value><uncertainty>0.98</uncertainty></time>";

    public static readonly IReadOnlyList<byte[]> QuakeMlSeeds = Bytes(
        Head + "<event publicID='a'><type>quarry blast</type><origin>" + Time + Place
        + "<depth><value>0</value></depth>"
        + "<originUncertainty><minHorizontalUncertainty>1000</minHorizontalUncertainty><maxHorizontalUncertainty>3000"
        + "</maxHorizontalUncertainty><azimuthMaxHorizontalUncertainty>90</azimuthMaxHorizontalUncertainty>"
        + "</originUncertainty></origin><magnitude><mag><value>2.1</value></mag></magnitude></event>"
        + "</eventParameters></quakeml>\n",
        Head + "<event><origin publicID='o1'/><origin publicID='o2'>" + Time + Place + "<originUncertainty>"
        + "<horizontalUncertainty>2000</horizontalUncertainty><confidenceLevel>90</confidenceLevel></originUncertainty>"
        + "</origin><preferredOriginID>o2</preferredOriginID></event><event/></eventParameters></quakeml>\n"
        + Head + "</eventParameters></quakeml>");

    public static readonly IReadOnlyList<byte[]> QuakeMlWords = Bytes(
        "<", ">", "/>", "</quakeml>", "<event>", "</event>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x>", "&lt;",
        "&#0;", "<?x ?>", Place, Time, "<origin>", "</origin>", "1e400", "NaN", "-91", "0", "\0", "\u00E9", "\uFEFF",
        "<value>", "</value>", "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>");

    private const string Item = "{\"type\":\"Feature\",\"stac_version\":\"1.1.0\",\"id\":\"a\",";
    private const string Taken = "\"properties\":{\"datetime\":\"2030-06-01T08:30:00Z\",\"instruments\":[\"msi\"],"
        + "\"eo:cloud_cover\":25.5},";

    private const string Area = "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[35,47],[36,47],[36,48],"
        + "[35,48],[35,47]]]}";

    public static readonly IReadOnlyList<byte[]> StacSeeds = Bytes(
        Item + "\"assets\":{\"B04\":{\"href\":\"./B04.jp2\"}}," + Taken + Area + "}\n",
        Item + "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[35,47],[36,47],[36,48],[35,47]]],"
        + "[[[37,47,5],[38,47,5],[38,48,5],[37,47,5]]]]},\"properties\":{\"datetime\":null,\"start_datetime\":"
        + "\"2030-06-01T03:30:00Z\",\"end_datetime\":\"2030-06-01T03:30:25.5Z\",\"sar:instrument_mode\":\"IW\"}}",
        "{\"type\":\"FeatureCollection\",\"features\":[" + Item + Taken + "\"bbox\":[35,47,0,36,48,100]},"
        + Item + Taken + Area + "},{}]}\n{\"type\":\"Catalog\",\"stac_version\":\"1.0.0\"}");

    public static readonly IReadOnlyList<byte[]> StacWords = Bytes(
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\n", "null", "1e400", "-0", Item, Taken, Area,
        "\"bbox\":", "[35,47,36,48]", "\"assets\":{}", "97", "-181", "101", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\0",
        "\u00E9", "\uFEFF", "2030-06-01T03:30:00Z", "\"href\":1");

    private const string FirstLine = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n";
    private const string SecondLine = "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667\n";
    private const string Epoch = "2020-10-13T04:52:48.472320";

    private const string Message = "\"EPOCH\":\"" + Epoch + "\",\"MEAN_MOTION\":10.8,\"ECCENTRICITY\":0.18,"
        + "\"INCLINATION\":34.2,\"RA_OF_ASC_NODE\":225,\"ARG_OF_PERICENTER\":162,\"MEAN_ANOMALY\":205,"
        + "\"NORAD_CAT_ID\":5,\"BSTAR\":-2.2e-5";

    public static readonly IReadOnlyList<byte[]> TleSeeds = Bytes(
        "VANGUARD 1\n" + FirstLine + SecondLine + FirstLine + SecondLine,
        "NORAD_CAT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,MEAN_ANOMALY\n"
        + "5," + Epoch + ",10.8,.18,34.2,225.5,162.2,205.2\n",
        "[{" + Message + "},{" + Message + "}]\n{" + Message + "}",
        "<ndm><omm><body><x><EPOCH>" + Epoch + "</EPOCH><MEAN_MOTION>10.8</MEAN_MOTION>"
        + "<ECCENTRICITY>.18</ECCENTRICITY><INCLINATION>34.2</INCLINATION><RA_OF_ASC_NODE>225</RA_OF_ASC_NODE>"
        + "<MEAN_ANOMALY>205</MEAN_ANOMALY>"
        + "<ARG_OF_PERICENTER>162</ARG_OF_PERICENTER><NORAD_CAT_ID>5</NORAD_CAT_ID></x></body></omm></ndm>\n",
        "CCSDS_OMM_VERS = 2.0\nREF_FRAME = TEME\nEPOCH = " + Epoch + "\nMEAN_MOTION = 10.8 [rev/day]\n"
        + "ECCENTRICITY = .18\nINCLINATION = 34.2\nRA_OF_ASC_NODE = 225\nARG_OF_PERICENTER = 162\n"
        + "MEAN_ANOMALY = 205\nNORAD_CAT_ID = 5\nCCSDS_OMM_VERS = 2.0\n");

    public static readonly IReadOnlyList<byte[]> TleWords = Bytes(
        FirstLine, SecondLine, "\n", "1 ", "2 ", ",", "{", "}", "[", "]", "\"", "\\ud800", "<omm>", "</omm>", "<", ">",
        "=", "CCSDS_OMM_VERS", "COMMENT", "1e400", "NaN", "-1", "A0001", "Z9999", Epoch, "\0", "\u00E9", "\uFEFF", "#",
        "361", "[[[[[[[[[");

    private const string Plot = "300020F5D40102546040A01AFF400005285080015054D4C72820004D06E9C000";

    public static readonly IReadOnlyList<byte[]> AsterixSeeds = Hex(
        "220013E110010201546040009621C71C191111" + Plot,
        "3E00259B1920010254604000871C7200661D95FCE00000C05080015054D4C72820004D0528",
        "150028A3192309800102004D10E38E390CC3B2A25080015460401112052806E9C0005054D4C72820",
        "220010F6190E023A692B40884040800041000CF8196402043C608718",
        "300030FDF70219C9356D4DA0C5AFF1E0020005283C660C10C236D4182001C0780031BC0000400DEB07B9582E410020F5");

    public static readonly IReadOnlyList<byte[]> AsterixWords = Hex(
        Plot, "30", "22", "3E", "15", "41", "0000", "FFFF", "01", "80", "FE", "FF", "0102", "00", "7FFFFF",
        "800000", "01010100");

    /// <summary>Frames cut by the format's framing: decoder and printer agree, and what they give is sound.</summary>
    public static bool Run(FeedFormat format, ReadOnlySpan<byte> input)
    {
        var sink = new Sink(format);
        var cutter = new StreamCutter(format);
        cutter.Write(input);
        cutter.Cut(sink, final: true, default);
        return sink.Accepted > 0;
    }

    /// <summary>
    /// Orbits as they are, and again with the checksum of every first and second line put right, because a mutation
    /// seldom meets it.
    /// </summary>
    public static bool Tle(ReadOnlySpan<byte> input)
    {
        var accepted = Run(TleFormat.Format, input);
        var mended = input.ToArray();
        return Mend(mended) ? Run(TleFormat.Format, mended) | accepted : accepted;
    }

    /// <summary>
    /// True when it changed something. A checksum is the sum of the digits, and one for each minus sign, modulo 10.
    /// </summary>
    private static bool Mend(Span<byte> lines)
    {
        const int Length = 69;
        var changed = false;
        foreach (var range in ((ReadOnlySpan<byte>)lines).Split((byte)'\n'))
        {
            var line = lines[range].TrimEnd("\r "u8);
            if (line.Length != Length || line[0] is not ((byte)'1' or (byte)'2'))
            {
                continue;
            }

            var sum = 0;
            foreach (var letter in line[..^1])
            {
                sum += letter is >= (byte)'0' and <= (byte)'9' ? letter - '0' : letter == '-' ? 1 : 0;
            }

            var digit = (byte)('0' + (sum % 10));
            changed |= line[^1] != digit;
            line[^1] = digit;
        }

        return changed;
    }

    private static byte[][] Hex(params string[] texts) => [.. texts.Select(Convert.FromHexString)];

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private sealed class Sink(FeedFormat format) : IFrameSink
    {
        private readonly IFrameDecoder decoder = format.NewDecoder();
        private readonly IMessagePrinter printer = format.NewPrinter(default);
        private readonly ObservationBuffer observations = new();
        private readonly ArrayBufferWriter<byte> lines = new();
        private long sequence;

        /// <summary>Frames that said something.</summary>
        public int Accepted { get; private set; }

        public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
        {
            var (decoding, printing) = (new LateFaults(), new LateFaults());
            observations.Clear();
            lines.ResetWrittenCount();
            var at = Instant.FromUnixSeconds(1_906_545_600 + sequence);
            var view = new FrameView(new FrameRef(default, sequence++), at, frame);
            var decoded = decoder.Decode(view, observations, decoding);
            var printed = printer.Print(view, lines, printing);
            FuzzTargets.Require(decoded == printed, $"decoded {decoded}, printed {printed}");
            FuzzTargets.Require(decoding.Items.SequenceEqual(printing.Items), "late faults differ");
            FuzzTargets.Require(
                decoded == FrameFault.None || (observations.Count == 0 && observations.LookCount == 0),
                "a fault gave an observation");
            FuzzTargets.Require(printed == FrameFault.None || lines.WrittenCount == 0, "a fault printed a line");
            foreach (var line in Encoding.UTF8.GetString(lines.WrittenSpan).Split('\n')[..^1])
            {
                JsonDocument.Parse(line).Dispose();
            }

            foreach (ref readonly var seen in observations.Items)
            {
                var (east, both, north) = seen.PositionError;
                FuzzTargets.Require(
                    !seen.HasPosition || (east > 0 && north > 0 && (both * both) <= east * north * (1 + 1e-9)),
                    "no covariance");
            }

            foreach (ref readonly var look in observations.Looks)
            {
                FuzzTargets.Require(look.Until >= look.From, "a look that ends before it begins");
                FuzzTargets.Require(look.HasCorners || look.Outline.Length >= 3, "a look without an outline");
            }

            Accepted += lines.WrittenCount > 0 ? 1 : 0;
        }

        public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Add(piece, receivedAt);
    }
}
