// SPDX-License-Identifier: Apache-2.0

import SystemCalls

/// The threads of the journal, which wait for the disk (pthread_create(3)).
typealias Thread = POSIXThread
