"""What differs by country and by installation: settings, policy and country profiles."""
