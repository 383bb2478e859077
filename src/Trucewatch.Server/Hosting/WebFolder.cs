using Microsoft.AspNetCore.StaticFiles;

namespace Trucewatch.Server.Hosting;

/// <summary>The built page: where it is, and which addresses show it.</summary>
internal static class WebFolder
{
    private static readonly string[] Pages = ["/", "/sign-in"];

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

    /// <summary>Shows the page at its addresses; anything else that nobody knows is not found.</summary>
    public static void MapPages(WebApplication app)
    {
        foreach (var page in Pages)
        {
            app.MapGet(page, (IWebHostEnvironment web) =>
            {
                var index = Path.Combine(web.WebRootPath ?? string.Empty, "index.html");
                return File.Exists(index)
                    ? Results.File(index, "text/html; charset=utf-8")
                    : Results.Text(
                        "The page is not built. Build it with: npm ci && npm run build (in web/), then start again.\n");
            }).ExcludeFromDescription();
        }
    }
}
