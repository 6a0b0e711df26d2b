using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>.nuke/build.schema.json, by which editors complete parameters.json.</summary>
internal static class SchemaFile
{
    /// <summary>Writes it where the build program is newer than the file and the text differs.</summary>
    public static void Update(NukeBuild build)
    {
        var folder = NukeBuild.RootDirectory / ".nuke";
        var schema = folder / "build.schema.json";
        if (!(folder / "parameters.json").FileExists())
            (folder / "parameters.json").WriteAllText($"{{{Environment.NewLine}  \"$schema\": \"./build.schema.json\"{Environment.NewLine}}}");
        if (!BuildStamp.IsNewerThan(schema))
            return;
        var text = SchemaUtility.GetJsonString(build);
        if (schema.FileExists() && schema.ReadAllText().TrimEnd() == text)
            BuildStamp.Touch(schema);
        else
            schema.WriteAllText(text);
    }
}
