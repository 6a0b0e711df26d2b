namespace Nuke.Common.Execution.Theming;

/// <summary>How lines of the framework look.</summary>
public interface IHostTheme
{
    /// <summary>Writes a line in the colour of success.</summary>
    void WriteSuccess(string text = null);

    /// <summary>Writes a line in the plain colour.</summary>
    void WriteVerbose(string text = null);

    /// <summary>Writes a line in the colour of details.</summary>
    void WriteDebug(string text = null);

    /// <summary>Writes a line in the colour of headings.</summary>
    void WriteInformation(string text = null);

    /// <summary>Writes a line in the colour of warnings.</summary>
    void WriteWarning(string text = null);

    /// <summary>Writes a line in the colour of errors.</summary>
    void WriteError(string text = null);
}
