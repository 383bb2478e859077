using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using Trucewatch.Evidence;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.OpenData;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>
/// What everybody may read without signing in, where the mission serves it: the reports of days that are over, a feed
/// of them (Atom, RFC 4287), and open data. All of it is what the release gate lets through for the public: late,
/// coarse, and nothing of what no label releases.
/// </summary>
internal static class PublicPages
{
    public const string Root = "/public";

    private const string Why = "it shows what is released to the public, late and coarse, where the mission serves it";
    private const string Atom = "http://www.w3.org/2005/Atom";

    public static void Map(WebApplication app)
    {
        Get(app, "", (floor, http) => Page(floor, http));
        Get(app, "/feed.atom", (floor, _) => Results.Text(Feed(floor), "application/atom+xml; charset=utf-8"));
        Get(app, "/incidents.geojson", (floor, _) => Results.Bytes(
            OpenGeoJson.Write(floor.Reports.Open(Audience.Public)), "application/geo+json"));
        Get(app, "/incidents.csv", (floor, _) => Results.Text(
            OpenCsv.Write(floor.Reports.Open(Audience.Public)), "text/csv; charset=utf-8"));
        Get(app, "/incidents.parquet", (floor, _) => Results.Bytes(
            GeoParquet.Write(floor.Reports.Open(Audience.Public)), "application/vnd.apache.parquet"));
        Get(app, "/audit.json", (floor, _) => TypedResults.Ok(PublicAudit.View(floor)));
        app.MapGet(Root + "/daily/{day}", (
                WatchFloor floor, HttpContext http, string day, string? lang, string? format) =>
            floor.Reports.IsPublic && Over(floor).Any(one => ReportsApi.View(one).Day == day)
                ? ReportsApi.Answer(floor, http, Audience.Public, (day, lang, format))
                : Nothing()).OpenToAll(Why).ExcludeFromDescription();
    }

    /// <summary>The feed: an entry for each day that is over, in each language.</summary>
    internal static string Feed(WatchFloor floor)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings
        {
            Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true,
        }))
        {
            var days = Over(floor);
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("id", Atom, "urn:trucewatch:" + floor.Reports.Origin);
            xml.WriteElementString("title", Atom, Mark(floor) + floor.Agreement.Title.In(Tongue.En));
            xml.WriteElementString(
                "updated", Atom, (days.Count > 0 ? days[0].Until : floor.Reports.Days()[^1].From).ToString());
            Link(xml, "self", Root + "/feed.atom", "application/atom+xml");
            Link(xml, "alternate", Root, "text/html");
            foreach (var (day, tongue) in days.SelectMany(day => Tongues.All.Select(tongue => (day, tongue))))
            {
                Entry(xml, floor, day, tongue);
            }

            xml.WriteEndElement();
        }

        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }

    private static void Entry(XmlWriter xml, WatchFloor floor, ReportWindow day, Tongue tongue)
    {
        var name = ReportsApi.View(day).Day;
        xml.WriteStartElement("entry", Atom);
        xml.WriteAttributeString("xml", "lang", null, tongue.Code());
        xml.WriteElementString(
            "id", Atom, $"urn:trucewatch:{floor.Reports.Origin}:daily:{name}:{tongue.Code()}");
        xml.WriteElementString(
            "title", Atom, $"{Mark(floor)}{ReportKind.Daily.Title.In(tongue)} {name}");
        xml.WriteElementString("updated", Atom, day.Until.ToString());
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, floor.Reports.Origin);
        xml.WriteEndElement();
        Link(xml, "alternate", Address(name, tongue, "html"), "text/html");
        Link(xml, "alternate", Address(name, tongue, "pdf"), "application/pdf");
        xml.WriteElementString("summary", Atom, PublicWords.Terms(tongue));
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string rel, string to, string kind)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", kind);
        xml.WriteAttributeString("href", to);
        xml.WriteEndElement();
    }

    private static IResult Page(WatchFloor floor, HttpContext http)
    {
        var tongue = Tongues.OfCode(http.Request.Query["lang"].ToString()) ?? Tongue.En;
        var html = new StringBuilder("<!doctype html>\n<html lang=\"").Append(tongue.Code())
            .Append("\"><head><meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
            .Append(Text(Mark(floor) + floor.Agreement.Title.In(tongue))).Append("</title>\n")
            .Append("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"").Append(Root)
            .Append("/feed.atom\">\n<style>").Append(ReportHtml.Style).Append("</style></head><body><main>\n");
        foreach (var mark in PublicWords.Marks(floor, tongue))
        {
            html.Append("<p class=\"mark\">").Append(Text(mark)).Append("</p>\n");
        }

        html.Append("<h1>").Append(Text(floor.Agreement.Title.In(tongue))).Append("</h1>\n<p>");
        foreach (var other in Tongues.All)
        {
            html.Append("<a href=\"").Append(Root).Append("?lang=").Append(other.Code()).Append("\" lang=\"")
                .Append(other.Code()).Append("\">").Append(PublicWords.NameOf(other)).Append("</a> ");
        }

        html.Append("</p>\n<p>").Append(Text(PublicWords.Terms(tongue))).Append("</p>\n<h2>")
            .Append(Text(ReportKind.Daily.Title.In(tongue))).Append("</h2>\n<ul>\n");
        foreach (var name in Over(floor).Select(day => ReportsApi.View(day).Day))
        {
            html.Append("<li><a href=\"").Append(Text(Address(name, tongue, "html"))).Append("\">").Append(name)
                .Append("</a>");
            foreach (var format in ReportsApi.Formats.Keys.Where(format => format != "html"))
            {
                html.Append(" · <a href=\"").Append(Text(Address(name, tongue, format))).Append("\">")
                    .Append(name).Append(' ').Append(format.ToUpperInvariant()).Append("</a>");
            }

            html.Append("</li>\n");
        }

        html.Append("</ul>\n");
        PublicAudit.Write(html, floor, tongue);
        html.Append("<h2>").Append(Text(PublicWords.Data.In(tongue))).Append("</h2>\n<ul>\n");
        foreach (var file in new[]
        {
            "incidents.geojson", "incidents.csv", "incidents.parquet", "audit.json", "feed.atom",
        })
        {
            html.Append("<li><a href=\"").Append(Root).Append('/').Append(file).Append("\">").Append(file)
                .Append("</a></li>\n");
        }

        ReportsApi.AllowStyle(http);
        return Results.Text(html.Append("</ul>\n</main></body></html>\n").ToString(), "text/html; charset=utf-8");
    }

    /// <summary>The days that are over, and late enough for the public.</summary>
    private static List<ReportWindow> Over(WatchFloor floor) =>
        [.. floor.Reports.Days().Where(day => !day.IsDraft)];

    private static string Address(string day, Tongue tongue, string format) => string.Create(
        CultureInfo.InvariantCulture, $"{Root}/daily/{day}?lang={tongue.Code()}&format={format}");

    private static string Mark(WatchFloor floor) => floor.IsExercise ? ExerciseMark.Word + " · " : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Get(WebApplication app, string path, Func<WatchFloor, HttpContext, IResult> answer) =>
        app.MapGet(Root + path, (WatchFloor floor, HttpContext http) =>
            floor.Reports.IsPublic ? answer(floor, http) : Nothing()).OpenToAll(Why).ExcludeFromDescription();

    private static IResult Nothing() => TypedResults.Problem(
        "nothing is served here", statusCode: StatusCodes.Status404NotFound, title: "Not served");
}
