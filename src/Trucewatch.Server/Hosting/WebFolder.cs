using System.Text.Encodings.Web;
using Microsoft.AspNetCore.StaticFiles;
using Trucewatch.Evidence;
using Trucewatch.Server.Access;

namespace Trucewatch.Server.Hosting;

/// <summary>The built page: where it is, and which addresses show it.</summary>
internal static class WebFolder
{
    private static readonly string[] Pages = ["/", "/sign-in", "/field", "/index.html"];
    private const string Opening = "<html";
    private const string Title = "<title>";

    /// <summary>The folder with the built page, or null: then the service runs without one and says so.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var name in new[] { "wwwroot", Path.Combine("web", "dist") })
            {
                var candidate = Path.Combine(folder.FullName, name);
                if (File.Exists(Path.Combine(candidate, "index.html")))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>Static files with the kinds of the basemap.</summary>
    public static StaticFileOptions StaticFiles()
    {
        var kinds = new FileExtensionContentTypeProvider();
        kinds.Mappings[".geojson"] = "application/geo+json";
        kinds.Mappings[".mjs"] = "text/javascript";
        return new StaticFileOptions { ContentTypeProvider = kinds };
    }

    /// <summary>
    /// Shows the page at its addresses, in an exercise with the mark in it before any script runs; anything else that
    /// nobody knows is not found.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="exercise">Name of the exercise, or null.</param>
    /// <param name="provider">Label of the button for the identity provider, or null: there is no button.</param>
    public static void MapPages(WebApplication app, string? exercise, string? provider)
    {
        foreach (var page in Pages)
        {
            app.MapGet(page, (IWebHostEnvironment web) =>
            {
                var index = Path.Combine(web.WebRootPath ?? string.Empty, "index.html");
                return File.Exists(index)
                    ? Results.Text(Marked(File.ReadAllText(index), exercise, provider), "text/html; charset=utf-8")
                    : Results.Text(
                        (exercise is null ? "" : ExerciseMark.Word + "\n")
                        + "The page is not built. Build it with: npm ci && npm run build (in web/), then start "
                        + "again.\n");
            }).OpenToAll("the page holds nothing of the record").ExcludeFromDescription();
        }
    }

    /// <summary>
    /// The page with the mark in its title, and where its style draws the band and the frame; and with the label of the
    /// identity provider, which is thus known without a question that anybody could ask.
    /// </summary>
    internal static string Marked(string page, string? exercise, string? provider = null)
    {
        if (provider is not null)
        {
            page = WithAttribute(page, "provider", provider);
        }

        return exercise is null
            ? page
            : WithAttribute(page, "exercise", exercise)
                .Replace(Title, $"{Title}{ExerciseMark.Word} · ", StringComparison.Ordinal);
    }

    private static string WithAttribute(string page, string name, string value)
    {
        Invariant.Holds(
            page.Contains(Opening, StringComparison.Ordinal) && page.Contains(Title, StringComparison.Ordinal),
            $"the page has no opening tag and title to mark");
        return page.Replace(
            Opening, $"{Opening} data-{name}=\"{HtmlEncoder.Default.Encode(value)}\"", StringComparison.Ordinal);
    }
}
