using Trucewatch.SystemTests.Programs;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// What the browser's service is told that there is to plan with: a drone, a satellite, two patrols, a road with a way
/// round, and a mined field beside the road. A patrol is out all day and heard within a day: the exercise's clock runs
/// fast, and no test waits for it.
/// </summary>
internal static class PlanningFile
{
    // The made-up satellite of the tests of orbits.
    private const string Elements =
        """
        1 90001U 30001A   30152.25000000  .00000000  00000-0  10000-4 0  9997
        2 90001  98.5700 347.0000 0012000  85.0000 274.0000 14.30800000    00
        """;

    private const string Request =
        """
        {"from":"2030-06-03T00:00:00Z","until":"2030-06-04T00:00:00Z","everywhere_per_km2_h":1e-5,
         "drones":[{"id":"heron","owner":"nation-k","base":[47.8,35.1],"speed_mps":25,"endurance_min":120,
           "turnaround_min":60,"sorties":1,"swath_m":1500,"modality":"thermal","max_wind_mps":12}],
         "satellites":[{"id":"eye","owner":"nation-k","catalogue_number":90001,"modality":"optical","max_tasks":1,
           "pointings_deg":[[-40,40]]}],
         "standing":[
          {"kind":"patrol","id":"patrol-north","owner":"nation-k","route":[
            {"at":"2030-06-03T00:00:00Z","place":[47.800,35.020]},
            {"at":"2030-06-03T23:59:59Z","place":[47.820,35.040]}]},
          {"kind":"patrol","id":"patrol-road","owner":"nation-a","route":[
            {"at":"2030-06-03T22:00:00Z","place":[47.800,35.000]},
            {"at":"2030-06-03T22:40:00Z","place":[47.800,35.020]},
            {"at":"2030-06-03T23:20:00Z","place":[47.800,35.040]}]}],
         "ways":[[[47.800,35.000],[47.800,35.020],[47.800,35.040],[47.800,35.060]],
                 [[47.800,35.020],[47.820,35.020],[47.820,35.040],[47.800,35.040]]],
         "hazards":[{"id":"H-12","area":[[47.790,35.026],[47.790,35.034],[47.7997,35.034],[47.7997,35.026]],
           "kind":"mines","status":"suspected","source":"survey, sheet 12","as_of":"2030-05-20T00:00:00Z"}],
         "check_in_every_min":1440,
         "heard_by":[{"patrol":"patrol-north","reporters":["operator"],"vehicles":["cot:UN-7"]}]}
        """;

    /// <summary>Writes the files; gives the options that name them.</summary>
    public static string[] Write(ScratchFolder folder)
    {
        File.WriteAllText(folder["planning.json"], Request);
        File.WriteAllText(folder["elements.tle"], Elements);
        return ["--planning", folder["planning.json"], "--tle", folder["elements.tle"]];
    }
}
